// Components that Musa's hosts share.
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
export { Picture, type PictureProps, type Pixels } from "./picture.js";
export { componentStyles } from "./styles.js";
