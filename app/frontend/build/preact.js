// One copy of Preact for all: form-js and the properties panels bring three, whose components do not know one another.
const NAMES = /^(?:\.\.\/|@bpmn-io\/properties-panel\/)?(preact(?:\/[\w/-]+)?)$/;

/** @type {import('esbuild').Plugin} */
export const onePreact = {
  name: 'one-preact',
  setup(build) {
    build.onResolve({ filter: NAMES }, ({ path, kind, pluginData }) => {
      const name = NAMES.exec(path)?.[1];
      if (pluginData === 'resolved' || !name) return null;
      return build.resolve(name, { kind, resolveDir: build.initialOptions.absWorkingDir, pluginData: 'resolved' });
    });
  },
};
