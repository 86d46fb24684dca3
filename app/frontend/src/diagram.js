// Pages with a diagram.
import './styles/diagram.css';

import { connectAll } from './connect.js';
import { connect } from './diagram/mount.js';

connectAll({ '[data-diagram-mount]': connect });
