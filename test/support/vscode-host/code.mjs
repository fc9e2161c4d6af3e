#!/usr/bin/env node
// Stands in for the `code` program that @vscode/test-electron starts.
import { register } from "tsx/esm/api";

register();
await import("./run-in-host.ts");
