// Two versions of a diagram side by side.
import './styles/diagram.css';

import './styles/comparison.css';

import { connectAll } from './connect.js';
import { connect } from './studio/comparison.js';

connectAll({ '[data-comparison]': connect });
