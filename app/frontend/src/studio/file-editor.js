// What every editor of the Studio (BPMN, DMN, form) offers to the page around it: saving, checking, findings.

/**
 * @typedef {object} FileEditor
 * @property {() => Promise<string>} write what the editor holds, as text of the file
 * @property {(content: string) => Promise<void>} open shows another content, such as what somebody else saved
 * @property {(elementId: string) => void} select shows and selects the element that a finding names
 * @property {(changed: () => void) => void} onChange tells when something was edited
 */

export {};
