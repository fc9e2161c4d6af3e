// Everything that can send, for hosts that offer more than this device. The engine's own entry leaves it out, so that
// local editions contain no network code.
export {
	assertEndpoint,
	type EndpointRules,
	isNearAddress,
} from "./address.js";
export {
	type ConsentDesk,
	type ConsentGrant,
	type ConsentSheet,
	type ConsentToken,
	hashPayload,
	makeConsentSheet,
	openConsentDesk,
} from "./consent.js";
export { describeWire } from "./describe-wire.js";
export { makeGeminiProvider } from "./gemini.js";
export {
	type CapPeriod,
	type EgressEntry,
	type EgressLedger,
	type EgressOutcome,
	type LedgerRecord,
	type LedgerSums,
	makeLedgerSums,
	readLedgerLine,
	type SpendCaps,
	writeLedgerLine,
} from "./ledger.js";
export { type LedgerCall, listCalls } from "./list-calls.js";
export { formatAmount, parseAmount } from "./money-text.js";
export {
	composeServerMetadata,
	makeOpenInferenceProvider,
	readTensorEncoding,
	type TensorEncoding,
} from "./open-inference.js";
export { openProvider, type ProviderSetup } from "./open-provider.js";
export { makeOpenAiProvider } from "./openai.js";
export { makeOpenAiCompatibleProvider } from "./openai-compatible.js";
export { type PreparedJob, prepareJob } from "./prepare-job.js";
export { type ProviderId, providerIds } from "./provider-id.js";
export type {
	KeyHeader,
	ModelCapabilities,
	RemoteJob,
	RemotePictures,
	RemoteProvider,
	WireReply,
	WireRequest,
} from "./remote-provider.js";
export {
	askService,
	discoverModels,
	maxReplyBytes,
	type SendContext,
	type SendWire,
	sendConsented,
} from "./send-consented.js";
export { type ServiceKind, serviceKinds } from "./service-kinds.js";
export {
	type LedgerStorage,
	openStorageLedger,
	readStorageLedger,
	type StorageLedgerReading,
} from "./storage-ledger.js";
export {
	noUserSettings,
	parseUserSettings,
	priceOf,
	type TierSettings,
	type UserSettings,
} from "./user-settings.js";
export { readRetryAfter } from "./wait-times.js";
