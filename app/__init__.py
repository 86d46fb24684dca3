"""Pratica: an open CRM that runs on BPMN."""
