"""Reading a BPMN file into plain values, in the dialect of Camunda 8."""

from app.engine.diagram.nodes import EventDefinition, Flow, Loop, Node, Process, TimerDefinition
from app.engine.diagram.reading import read_processes

__all__ = ["EventDefinition", "Flow", "Loop", "Node", "Process", "TimerDefinition", "read_processes"]
