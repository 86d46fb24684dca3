declare module '*.css';
declare module 'camunda-dmn-js';
declare module 'bpmn-js-differ';
declare module 'zeebe-bpmn-moddle/resources/zeebe.json';
