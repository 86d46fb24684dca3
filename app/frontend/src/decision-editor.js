// The page on which a decision is edited.
import 'camunda-dmn-js/dist/assets/camunda-cloud-modeler.css';

import './styles/editor.css';
import './styles/editor-colours.css';
import './styles/decision-editor.css';

import { connectAll } from './connect.js';
import { open } from './studio/decision.js';
import { connectEditor } from './studio/editor.js';

connectAll({ '[data-editor=dmn]': (element) => connectEditor(element, open) });
