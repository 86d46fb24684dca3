"""The diagram machine: deploys, runs and repairs BPMN processes. Knows no lead, no invoice."""
