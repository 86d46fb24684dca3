// The page on which a process is drawn.
import 'camunda-bpmn-js/dist/assets/camunda-cloud-modeler.css';

import './styles/editor.css';
import './styles/editor-colours.css';
import './styles/process-editor.css';

import { connectAll } from './connect.js';
import { connectEditor } from './studio/editor.js';
import { open } from './studio/process.js';

connectAll({ '[data-editor=bpmn]': (element) => connectEditor(element, open) });
