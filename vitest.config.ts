import { defineConfig } from "vitest/config";

// The machine may be shared: limits are generous, a hang still ends.
const patient = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
	test: {
		projects: [
			{
				// Needs nothing but the sources.
				test: {
					name: "unit",
					include: ["packages/*/src/**/*.test.ts", "models/*.test.ts"],
					...patient,
				},
			},
			{
				// Needs built bundles, weights or a browser; one file at a time, because sessions fill the memory.
				test: {
					name: "built",
					include: ["test/**/*.test.ts"],
					fileParallelism: false,
					...patient,
				},
			},
		],
	},
});
