// What the user does in the routed edition.
import { isAbortError } from "@musa/core";
import { makeId } from "../make-id.js";
import type { TrayItem } from "../state.js";
import { findModels } from "./find-models.js";
import type { RoutedContext } from "./routed-context.js";
import { placePicture } from "./send-jobs.js";
import { makeSendSelection } from "./send-selection.js";
import type { Service, ServiceSettings } from "./services.js";

const fullStorage = "Figma's storage is full: this is not kept.";

/** Everything that the components of the edition may ask for. */
export type RoutedActs = ReturnType<typeof makeRoutedActs>;

/** Makes the acts. */
export function makeRoutedActs(context: RoutedContext) {
	const { state, routed, sandbox, say, refresh } = context;
	/** An act whose failure shows in the footer. */
	const shown =
		<A extends readonly unknown[]>(act: (...given: A) => Promise<void>) =>
		(...given: A): void =>
			context.guard(() =>
				act(...given).catch((error: unknown) => {
					if (!isAbortError(error)) throw error;
					say("Cancelled.");
				}),
			);
	const save = async (changes: Partial<ServiceSettings>): Promise<boolean> => {
		routed.settings.value = { ...routed.settings.value, ...changes };
		const json = JSON.stringify(routed.settings.value);
		const { isSaved } = await sandbox.ask("save-services", { json });
		if (!isSaved) say(fullStorage, "danger");
		return isSaved;
	};
	const saveService = async (service: Service): Promise<void> => {
		const { services } = routed.settings.value;
		const isNew = services.every(({ id }) => id !== service.id);
		await save({
			services: isNew
				? [...services, service]
				: services.map((each) => (each.id === service.id ? service : each)),
			...(isNew && { chosenId: service.id }),
		});
	};
	const sendSelected = makeSendSelection(context, {
		chooseTargets: context.chooseTargets,
		hasOwnWords: () => state.isPromptPerLayer.value,
	});
	const sendFamily = makeSendSelection(context, {
		chooseTargets: context.placeholders.chooseTargets,
		hasOwnWords: () => true,
	});
	return {
		sendSelection: shown(async () => {
			await sendSelected();
		}),
		sendPlaceholders: shown(async () => {
			const report = await sendFamily();
			if (report) context.placeholders.settle(report);
		}),
		save: shown(async (changes: Partial<ServiceSettings>) => {
			await save(changes);
		}),
		/** The name of this user's drawer in a runner's store; nothing if Figma cannot remember it. */
		async openDrawer(): Promise<string | undefined> {
			const { drawer } = routed.settings.value;
			if (drawer !== "") return drawer;
			const made = makeId() + makeId();
			return (await save({ drawer: made })) ? made : undefined;
		},
		saveService: shown(saveService),
		findModels: shown(async (service: Service) => {
			await refresh();
			const found = await findModels(service, context);
			await refresh();
			if (!found) return;
			await saveService(found);
			const { length } = found.models;
			say(length === 1 ? "Found one model." : `Found ${length} models.`);
		}),
		removeService: shown(async ({ id }: Service) => {
			await sandbox.ask("save-key", { serviceId: id, key: null });
			const { services } = routed.settings.value;
			await save({ services: services.filter((each) => each.id !== id) });
			await refresh();
		}),
		saveKey: shown(async (serviceId: string, key: string | null) => {
			const { isSaved } = await sandbox.ask("save-key", { serviceId, key });
			await refresh();
			if (!isSaved) say(fullStorage, "danger");
			else say(key === null ? "The key is forgotten." : "The key is kept.");
		}),
		setNever: shown(async (isNever: boolean) => {
			// On at once; off only when the sandbox has kept it.
			if (isNever) routed.isNever.value = true;
			const { isSaved } = await sandbox.ask("save-never", { isNever });
			await refresh();
			if (!isSaved) say(fullStorage, "danger");
		}),
		async placeFinished({ id, prompt, finished }: TrayItem): Promise<void> {
			if (!finished?.image) return;
			const [slot] = state.fillable.value;
			const actionId = context.nextActionId();
			const nodeIds = slot ? [slot.nodeId] : [];
			await sandbox.ask("begin-action", { actionId, nodeIds });
			const problem = await placePicture(context, finished.image, {
				actionId,
				nodeId: slot?.nodeId ?? null,
				size: slot?.size ?? finished.image,
				prompt,
				recipe: finished.recipe,
			});
			await sandbox.ask("end-action", { actionId });
			if (problem !== undefined) return say(problem, "danger");
			state.tray.value = state.tray.value.filter((each) => each.id !== id);
			await context.refreshHistory();
			say("Done.");
		},
	};
}
