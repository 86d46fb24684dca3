"""What the Monitor reads: its list, its numbers, the causes of incidents, workload, the state of the machines."""
