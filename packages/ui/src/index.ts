// Components that Musa's hosts share.
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
export { formatMoney } from "./money.js";
export { Picture, type PictureProps, type Pixels } from "./picture.js";
export type { SentPicture } from "./sent-part.js";
export { sheetStyles } from "./sheet-styles.js";
export { componentStyles } from "./styles.js";
