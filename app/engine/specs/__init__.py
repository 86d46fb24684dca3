"""What each element does when a token reaches it: our task specs for SpiffWorkflow, one construct a module."""
