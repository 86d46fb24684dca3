"""The Monitor: what needs a decision, every case by any filter, repairs, workload, the state of the machines."""
