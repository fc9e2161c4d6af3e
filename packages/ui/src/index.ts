// Components that Musa's hosts share.
export { Compare, type CompareProps } from "./compare.js";
export {
	type CapsLeft,
	type ConsentPart,
	ConsentSheet,
	type ConsentSheetProps,
} from "./consent-sheet.js";
export {
	Button,
	type ButtonProps,
	Checkbox,
	type CheckboxProps,
	type Choice,
	Segments,
	type SegmentsProps,
	Select,
	type SelectProps,
	Slider,
	type SliderProps,
	TextField,
	type TextFieldProps,
} from "./controls.js";
export {
	Notice,
	type NoticeProps,
	ProgressBar,
	type ProgressBarProps,
	TabPanel,
	type TabPanelProps,
	Tabs,
	type TabsProps,
} from "./feedback.js";
export {
	type HistoryAct,
	type HistoryItem,
	HistoryList,
	type HistoryListProps,
} from "./history-list.js";
export {
	type LookChange,
	LookControls,
	type LookControlsProps,
} from "./look-controls.js";
export { formatMoney } from "./money.js";
export { Picture, type PictureProps, type Pixels } from "./picture.js";
export { PromptField, type PromptFieldProps } from "./prompt-field.js";
export { RouteChip, type RouteChipProps } from "./route-chip.js";
export type { SentPicture } from "./sent-part.js";
export { sheetStyles } from "./sheet-styles.js";
export { studioStyles } from "./studio-styles.js";
export { componentStyles } from "./styles.js";
export { Swatches, type SwatchesProps } from "./swatches.js";
export {
	type Variation,
	VariationStrip,
	type VariationStripProps,
} from "./variation-strip.js";
export { setWords, t } from "./words.js";
