// Lets esbuild read .scss files.
import path from 'node:path';
import { compile } from 'sass';

export const scss = {
  name: 'scss',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, ({ path: file }) => {
      const modules = path.resolve(build.initialOptions.absWorkingDir ?? '.', 'node_modules');
      return { contents: compile(file, { loadPaths: [modules], quietDeps: true }).css, loader: 'css' };
    });
  },
};
