"""Cases: the list, the page of one case with what its tasks show too, and starting one."""
