// Writes the manifest's schema for editors and other tools: npm run schema -w @musa/core
import { writeFile } from "node:fs/promises";
import { manifestSchema } from "./src/models/manifest-schema.js";

await writeFile(
	new URL("../../models/schema/manifest.schema.json", import.meta.url),
	JSON.stringify(manifestSchema),
);
