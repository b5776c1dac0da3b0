import { start } from './app/start.js';

const root = document.getElementById('root');
if (root) void start(root);
