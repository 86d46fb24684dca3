// The page on which a form is edited.
import '@bpmn-io/form-js-editor/dist/assets/form-js-editor.css';

import './styles/form.css';
import './styles/editor.css';
import './styles/editor-colours.css';
import './styles/form-editor.css';

import { connectAll } from './connect.js';
import { connectEditor } from './studio/editor.js';
import { open } from './studio/form.js';

connectAll({ '[data-editor=form]': (element) => connectEditor(element, open) });
