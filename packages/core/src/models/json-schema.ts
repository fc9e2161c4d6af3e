// A validator for the small part of JSON Schema (draft 2020-12) that the manifest needs. It names the first field that is wrong.

/** The keywords understood here; each means what JSON Schema says. */
export interface JsonSchema {
	readonly $schema?: string;
	readonly title?: string;
	readonly description?: string;
	readonly type:
		| "object"
		| "array"
		| "string"
		| "number"
		| "integer"
		| "boolean"
		| readonly ("string" | "integer")[];
	readonly const?: string | number;
	readonly enum?: readonly string[];
	readonly pattern?: string;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly required?: readonly string[];
	/** Only these two forms: no others, or others by name. */
	readonly additionalProperties?: false;
	readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
	readonly items?: JsonSchema;
	readonly minItems?: number;
	readonly maxItems?: number;
}

/** What is wrong and where, e.g. `networks.decoder.gflop`. */
export interface SchemaViolation {
	readonly field: string;
	readonly reason: string;
}

/** The first violation in document order, or nothing if `value` agrees with `schema`. */
export function findViolation(
	value: unknown,
	schema: JsonSchema,
	field = "",
): SchemaViolation | undefined {
	const types = typeof schema.type === "string" ? [schema.type] : schema.type;
	if (!types.some((type) => hasType(value, type))) {
		return {
			field: field || "(root)",
			reason: `expected ${types.join(" or ")}, got ${describe(value)}`,
		};
	}
	if (Array.isArray(value)) return findInArray(value, schema, field);
	if (typeof value === "object" && value !== null) {
		return findInObject(value as Record<string, unknown>, schema, field);
	}
	if (typeof value === "boolean") return undefined;
	const reason =
		typeof value === "string"
			? checkString(value, schema)
			: checkNumber(value as number, schema);
	return reason === undefined
		? undefined
		: { field: field || "(root)", reason };
}

function findInArray(
	value: readonly unknown[],
	schema: JsonSchema,
	field: string,
): SchemaViolation | undefined {
	const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
	if (value.length < minItems)
		return { field, reason: `needs at least ${minItems} entries` };
	if (value.length > maxItems)
		return { field, reason: `may have at most ${maxItems} entries` };
	if (!items) return undefined;
	for (const [index, item] of value.entries()) {
		const violation = findViolation(item, items, `${field}[${index}]`);
		if (violation) return violation;
	}
	return undefined;
}

function findInObject(
	value: Readonly<Record<string, unknown>>,
	schema: JsonSchema,
	parent: string,
): SchemaViolation | undefined {
	const path = (name: string): string => (parent ? `${parent}.${name}` : name);
	for (const name of schema.required ?? []) {
		if (!Object.hasOwn(value, name))
			return { field: path(name), reason: "is missing" };
	}
	for (const [name, child] of Object.entries(value)) {
		const childSchema = schemaOfProperty(schema, name);
		if (childSchema === undefined)
			return { field: path(name), reason: "is unknown" };
		const violation = findViolation(child, childSchema, path(name));
		if (violation) return violation;
	}
	return undefined;
}

function schemaOfProperty(
	schema: JsonSchema,
	name: string,
): JsonSchema | undefined {
	if (schema.properties && Object.hasOwn(schema.properties, name))
		return schema.properties[name];
	for (const [pattern, child] of Object.entries(
		schema.patternProperties ?? {},
	)) {
		if (new RegExp(pattern, "u").test(name)) return child;
	}
	return undefined;
}

function checkString(value: string, schema: JsonSchema): string | undefined {
	if (schema.const !== undefined && value !== schema.const)
		return `must be ${JSON.stringify(schema.const)}`;
	if (schema.enum && !schema.enum.includes(value))
		return `must be one of ${schema.enum.join(", ")}`;
	if (value.length < (schema.minLength ?? 0)) return "is empty";
	if (value.length > (schema.maxLength ?? Number.POSITIVE_INFINITY))
		return "is too long";
	if (schema.pattern && !new RegExp(schema.pattern, "u").test(value))
		return `does not match ${schema.pattern}`;
	return undefined;
}

function checkNumber(value: number, schema: JsonSchema): string | undefined {
	if (schema.const !== undefined && value !== schema.const)
		return `must be ${schema.const}`;
	if (value < (schema.minimum ?? Number.NEGATIVE_INFINITY))
		return `must be at least ${schema.minimum}`;
	if (value > (schema.maximum ?? Number.POSITIVE_INFINITY))
		return `must be at most ${schema.maximum}`;
	return undefined;
}

function hasType(value: unknown, type: string): boolean {
	switch (type) {
		case "object":
			return (
				typeof value === "object" && value !== null && !Array.isArray(value)
			);
		case "array":
			return Array.isArray(value);
		case "string":
			return typeof value === "string";
		case "integer":
			return Number.isSafeInteger(value);
		case "boolean":
			return typeof value === "boolean";
		default:
			return typeof value === "number" && Number.isFinite(value);
	}
}

function describe(value: unknown): string {
	if (value === null) return "null";
	return Array.isArray(value) ? "array" : typeof value;
}
