// A select of form-js whose choices the server searches; all other selects stay as form-js has them.
import { Description, Errors, Label, Select, hasEqualValue } from '@bpmn-io/form-js-viewer';
import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { combobox } from '../combobox.js';

/** @typedef {import('../combobox.js').Option} Option */
/** @typedef {{getFormState: () => any, address: string}} Surroundings */

/**
 * A module for form-js: its `select` asks the server where `properties.searched` names a register.
 * @param {string} addresses of the registers, with `NAME` for the name
 * @param {Option[][]} chosen lists of options that came with the form
 */
export function searchedSelects(addresses, chosen) {
  const known = new Map(chosen.flat().map((option) => [option.value, option.label]));

  /** @param {any} props what form-js gives a field */
  function SelectOrSearch(props) {
    const register = props.field.properties?.searched;
    if (!register) return h(Select, props);
    return h(SearchedSelect, { ...props, address: addresses.replace('NAME', register), known });
  }
  SelectOrSearch.config = Select.config;

  /** @param {any} formFields */
  function register(formFields) {
    formFields.register('select', SelectOrSearch);
  }
  register.$inject = ['formFields'];
  return { __init__: ['searchedSelects'], searchedSelects: ['type', register] };
}

/** @param {any} props */
function SearchedSelect(props) {
  const { address, disabled, domId, errors = [], field, known, onBlur, onChange, onFocus, readonly, value } = props;
  const parts = useRef(/** @type {any} */ ({}));
  const box = useRef(/** @type {ReturnType<typeof combobox> | null} */ (null));
  const change = useRef(onChange);
  change.current = onChange;

  useEffect(() => {
    box.current = combobox(parts.current, address, (option) => {
      if (option) known.set(option.value, option.label);
      change.current({ value: option?.value ?? null });
    });
  }, [address]);
  useEffect(() => box.current?.show(known.get(value) ?? ''), [value]);

  const described = [`${domId}-description`, `${domId}-error-message`].join(' ');
  const state = [disabled && 'fjs-disabled', readonly && 'fjs-readonly', errors.length > 0 && 'fjs-has-errors'];
  return h('div', { class: ['fjs-form-field fjs-form-field-select', ...state.filter(Boolean)].join(' ') }, [
    h(/** @type {any} */ (Label), { htmlFor: domId, label: field.label, required: field.validate?.required }),
    h('div', { class: `fjs-input-group combobox${errors.length > 0 ? ' hasErrors' : ''}` }, [
      h('input', {
        'aria-describedby': described,
        'aria-invalid': errors.length > 0,
        autoComplete: 'off',
        class: 'fjs-input',
        disabled,
        id: domId,
        onBlur,
        onFocus,
        placeholder: 'Type to search',
        readOnly: readonly,
        ref: (/** @type {Element} */ element) => (parts.current.input = element),
        type: 'text',
      }),
      h('div', { 'aria-label': 'Found', class: 'combobox-list', hidden: true, ref: (/** @type {Element} */ element) => (parts.current.list = element), role: 'listbox' }),
    ]),
    h('div', { class: 'combobox-status', ref: (/** @type {Element} */ element) => (parts.current.status = element), role: 'status' }),
    h(Description, { description: field.description, id: `${domId}-description` }),
    h(Errors, { errors, id: `${domId}-error-message` }),
  ]);
}
