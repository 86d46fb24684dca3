"""A new process: a start event, and an id made of its name."""

import re
import unicodedata
from collections.abc import Container
from xml.sax.saxutils import quoteattr

LONGEST_ID = 60
EMPTY = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="definitions_{id}" targetNamespace="http://bpmn.io/schema/bpmn" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">
  <bpmn:process id="{id}" name={name} isExecutable="true">
    <bpmn:startEvent id="started" name="Started" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="{id}">
      <bpmndi:BPMNShape id="started_shape" bpmnElement="started">
        <dc:Bounds x="180" y="160" width="36" height="36" />
        <bpmndi:BPMNLabel>
          <dc:Bounds x="180" y="203" width="37" height="14" />
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""  # noqa: E501  # a file is written as editors write it


def new_process(name: str, taken: Container[str]) -> tuple[str, bytes]:
    """File name and content of a process with this name and an id that is not taken."""
    process_id = free_id(name, taken)
    return f"bpmn/{process_id}.bpmn", EMPTY.format(id=process_id, name=quoteattr(name)).encode("utf-8")


def free_id(name: str, taken: Container[str]) -> str:
    """`Check an order` becomes check_an_order, or check_an_order_2 when that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID].strip("_")
    first = words if words[:1].isalpha() else f"process_{words}".rstrip("_")
    number, found = 1, first
    while found in taken:
        number += 1
        found = f"{first}_{number}"
    return found
