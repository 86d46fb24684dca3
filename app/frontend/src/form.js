// Pages with a process form.
import './styles/form.css';

import { connectAll } from './connect.js';
import { connect } from './form/mount.js';

connectAll({ '[data-form-mount]': connect });
