// Every page: htmx and the behaviours of the frame.
import './styles/app.css';

import { connectAll } from './connect.js';
import { connect as choiceField } from './choice-field.js';
import { connect as countPolling } from './poll-counts.js';
import { connect as currentStep } from './current-step.js';
import { connect as dialog } from './dialogs.js';
import { connect as errorLink } from './error-links.js';
import { connect as fieldErrors } from './field-errors.js';
import { prepareHtmx } from './htmx.js';
import { connect as listKeys } from './list-keys.js';
import { connect as menu } from './menus.js';
import { connect as rail } from './rail.js';
import { connect as searchBox } from './search-box.js';
import { listenForShortcuts } from './shortcuts.js';
import { connect as split } from './split.js';
import { connect as theme } from './theme.js';
import { connect as toast, connectTemplate as waitingToast } from './toasts.js';

prepareHtmx();
listenForShortcuts();
connectAll({
  '.path-step[aria-current], .tab[aria-current]': currentStep,
  '[data-choice-field]': choiceField,
  '[data-dialog-open]': dialog,
  '[data-error-link]': errorLink,
  '[data-field-errors]': fieldErrors,
  '[data-list-keys]': listKeys,
  '[data-menu]': menu,
  '[data-poll-counts]': countPolling,
  '[data-rail-fold]': rail,
  '[data-search-box]': searchBox,
  '[data-split]': split,
  '[data-theme-choice]': theme,
  '[data-toast-note]': toast,
  'template[data-toast]': waitingToast,
});
