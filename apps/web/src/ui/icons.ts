import type { LucideIcon } from 'lucide-react';
import IAlarmClockOff from 'lucide-react/icons/alarm-clock-off';
import IArchive from 'lucide-react/icons/archive';
import IArrowDown from 'lucide-react/icons/arrow-down';
import IArrowDownWideNarrow from 'lucide-react/icons/arrow-down-wide-narrow';
import IArrowRight from 'lucide-react/icons/arrow-right';
import IArrowRightLeft from 'lucide-react/icons/arrow-right-left';
import IArrowUp from 'lucide-react/icons/arrow-up';
import IBan from 'lucide-react/icons/ban';
import IBlocks from 'lucide-react/icons/blocks';
import IBox from 'lucide-react/icons/box';
import IBoxes from 'lucide-react/icons/boxes';
import IBraces from 'lucide-react/icons/braces';
import ICable from 'lucide-react/icons/cable';
import IChartBar from 'lucide-react/icons/chart-bar';
import IChartColumn from 'lucide-react/icons/chart-column';
import IChartColumnStacked from 'lucide-react/icons/chart-column-stacked';
import IChartNoAxesColumnIncreasing from 'lucide-react/icons/chart-no-axes-column-increasing';
import ICheck from 'lucide-react/icons/check';
import IChevronDown from 'lucide-react/icons/chevron-down';
import IChevronRight from 'lucide-react/icons/chevron-right';
import IChevronUp from 'lucide-react/icons/chevron-up';
import ICircleAlert from 'lucide-react/icons/circle-alert';
import ICircleCheck from 'lucide-react/icons/circle-check';
import ICircleDashed from 'lucide-react/icons/circle-dashed';
import ICircleHelp from 'lucide-react/icons/circle-help';
import ICircleX from 'lucide-react/icons/circle-x';
import IClipboardPaste from 'lucide-react/icons/clipboard-paste';
import IClock from 'lucide-react/icons/clock';
import ICloudLightning from 'lucide-react/icons/cloud-lightning';
import ICodeXml from 'lucide-react/icons/code-xml';
import IColumns2 from 'lucide-react/icons/columns-2';
import ICombine from 'lucide-react/icons/combine';
import ICommand from 'lucide-react/icons/command';
import ICopy from 'lucide-react/icons/copy';
import ICopyCheck from 'lucide-react/icons/copy-check';
import ICpu from 'lucide-react/icons/cpu';
import ICylinder from 'lucide-react/icons/cylinder';
import IDatabase from 'lucide-react/icons/database';
import IDatabaseZap from 'lucide-react/icons/database-zap';
import IDownload from 'lucide-react/icons/download';
import IDroplets from 'lucide-react/icons/droplets';
import IEllipsis from 'lucide-react/icons/ellipsis';
import IExternalLink from 'lucide-react/icons/external-link';
import IEye from 'lucide-react/icons/eye';
import IFile from 'lucide-react/icons/file';
import IFileJson from 'lucide-react/icons/file-json';
import IFileText from 'lucide-react/icons/file-text';
import IFiles from 'lucide-react/icons/files';
import IFilter from 'lucide-react/icons/filter';
import IFlag from 'lucide-react/icons/flag';
import IFlame from 'lucide-react/icons/flame';
import IFolder from 'lucide-react/icons/folder';
import IFolderInput from 'lucide-react/icons/folder-input';
import IFolderOpen from 'lucide-react/icons/folder-open';
import IFolderOutput from 'lucide-react/icons/folder-output';
import IFunctionSquare from 'lucide-react/icons/function-square';
import IFunnel from 'lucide-react/icons/funnel';
import IGalleryHorizontalEnd from 'lucide-react/icons/gallery-horizontal-end';
import IGauge from 'lucide-react/icons/gauge';
import IGitBranch from 'lucide-react/icons/git-branch';
import IGlobe from 'lucide-react/icons/globe';
import IGripVertical from 'lucide-react/icons/grip-vertical';
import IGroup from 'lucide-react/icons/group';
import IHand from 'lucide-react/icons/hand';
import IHardDrive from 'lucide-react/icons/hard-drive';
import IHash from 'lucide-react/icons/hash';
import IHistory from 'lucide-react/icons/history';
import IHourglass from 'lucide-react/icons/hourglass';
import IHouse from 'lucide-react/icons/house';
import IInbox from 'lucide-react/icons/inbox';
import IInfo from 'lucide-react/icons/info';
import IKey from 'lucide-react/icons/key';
import IKeyRound from 'lucide-react/icons/key-round';
import IKeyboard from 'lucide-react/icons/keyboard';
import ILayers from 'lucide-react/icons/layers';
import ILink from 'lucide-react/icons/link';
import IList from 'lucide-react/icons/list';
import IListOrdered from 'lucide-react/icons/list-ordered';
import IListPlus from 'lucide-react/icons/list-plus';
import ILoaderCircle from 'lucide-react/icons/loader-circle';
import ILock from 'lucide-react/icons/lock';
import IMap from 'lucide-react/icons/map';
import IMaximize from 'lucide-react/icons/maximize';
import IMerge from 'lucide-react/icons/merge';
import IMinus from 'lucide-react/icons/minus';
import IMonitor from 'lucide-react/icons/monitor';
import IMoon from 'lucide-react/icons/moon';
import IMousePointer2 from 'lucide-react/icons/mouse-pointer-2';
import INetwork from 'lucide-react/icons/network';
import IOctagonAlert from 'lucide-react/icons/octagon-alert';
import IOctagonX from 'lucide-react/icons/octagon-x';
import IPanelBottom from 'lucide-react/icons/panel-bottom';
import IPause from 'lucide-react/icons/pause';
import IPencil from 'lucide-react/icons/pencil';
import IPin from 'lucide-react/icons/pin';
import IPlay from 'lucide-react/icons/play';
import IPlug from 'lucide-react/icons/plug';
import IPlugZap from 'lucide-react/icons/plug-zap';
import IPlus from 'lucide-react/icons/plus';
import IPower from 'lucide-react/icons/power';
import IRadioTower from 'lucide-react/icons/radio-tower';
import IRedo2 from 'lucide-react/icons/redo-2';
import IRegex from 'lucide-react/icons/regex';
import IRepeat from 'lucide-react/icons/repeat';
import IReplace from 'lucide-react/icons/replace';
import IRotateCcw from 'lucide-react/icons/rotate-ccw';
import IRoute from 'lucide-react/icons/route';
import IScale from 'lucide-react/icons/scale';
import IScanText from 'lucide-react/icons/scan-text';
import IScrollText from 'lucide-react/icons/scroll-text';
import ISearch from 'lucide-react/icons/search';
import ISend from 'lucide-react/icons/send';
import IServer from 'lucide-react/icons/server';
import IShieldCheck from 'lucide-react/icons/shield-check';
import IShuffle from 'lucide-react/icons/shuffle';
import ISigma from 'lucide-react/icons/sigma';
import ISkipForward from 'lucide-react/icons/skip-forward';
import ISlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import ISplit from 'lucide-react/icons/split';
import ISquare from 'lucide-react/icons/square';
import ISquareFunction from 'lucide-react/icons/square-function';
import ISquareTerminal from 'lucide-react/icons/square-terminal';
import IStepForward from 'lucide-react/icons/step-forward';
import ISun from 'lucide-react/icons/sun';
import ISunMoon from 'lucide-react/icons/sun-moon';
import ITable from 'lucide-react/icons/table';
import ITable2 from 'lucide-react/icons/table-2';
import ITag from 'lucide-react/icons/tag';
import ITerminal from 'lucide-react/icons/terminal';
import IText from 'lucide-react/icons/text';
import ITimer from 'lucide-react/icons/timer';
import ITimerOff from 'lucide-react/icons/timer-off';
import ITimerReset from 'lucide-react/icons/timer-reset';
import ITrash2 from 'lucide-react/icons/trash-2';
import ITriangleAlert from 'lucide-react/icons/triangle-alert';
import ITrophy from 'lucide-react/icons/trophy';
import IType from 'lucide-react/icons/type';
import IUndo2 from 'lucide-react/icons/undo-2';
import IUnlink from 'lucide-react/icons/unlink';
import IUnplug from 'lucide-react/icons/unplug';
import IUpload from 'lucide-react/icons/upload';
import IVariable from 'lucide-react/icons/variable';
import IWaves from 'lucide-react/icons/waves';
import IWorkflow from 'lucide-react/icons/workflow';
import IWrench from 'lucide-react/icons/wrench';
import IX from 'lucide-react/icons/x';
import IZap from 'lucide-react/icons/zap';
import IZoomIn from 'lucide-react/icons/zoom-in';
import IZoomOut from 'lucide-react/icons/zoom-out';
import type { IconName } from './icon-names.ts';

/** Every icon the product draws, by its lucide name. One import each, so that only these are shipped. */
export const icons: { readonly [name in IconName]: LucideIcon } = {
  'alarm-clock-off': IAlarmClockOff,
  archive: IArchive,
  'arrow-down': IArrowDown,
  'arrow-down-wide-narrow': IArrowDownWideNarrow,
  'arrow-right': IArrowRight,
  'arrow-right-left': IArrowRightLeft,
  'arrow-up': IArrowUp,
  ban: IBan,
  blocks: IBlocks,
  boxes: IBoxes,
  braces: IBraces,
  cable: ICable,
  'chart-bar': IChartBar,
  'chart-column': IChartColumn,
  'chart-column-stacked': IChartColumnStacked,
  'chart-no-axes-column-increasing': IChartNoAxesColumnIncreasing,
  box: IBox,
  check: ICheck,
  'chevron-down': IChevronDown,
  'chevron-right': IChevronRight,
  'chevron-up': IChevronUp,
  'circle-alert': ICircleAlert,
  'circle-check': ICircleCheck,
  'circle-dashed': ICircleDashed,
  'circle-help': ICircleHelp,
  'circle-x': ICircleX,
  'clipboard-paste': IClipboardPaste,
  clock: IClock,
  'cloud-lightning': ICloudLightning,
  'code-xml': ICodeXml,
  'columns-2': IColumns2,
  combine: ICombine,
  command: ICommand,
  copy: ICopy,
  'copy-check': ICopyCheck,
  cpu: ICpu,
  cylinder: ICylinder,
  database: IDatabase,
  'database-zap': IDatabaseZap,
  download: IDownload,
  droplets: IDroplets,
  ellipsis: IEllipsis,
  'external-link': IExternalLink,
  eye: IEye,
  file: IFile,
  'file-json': IFileJson,
  'file-text': IFileText,
  files: IFiles,
  filter: IFilter,
  flag: IFlag,
  flame: IFlame,
  folder: IFolder,
  'folder-input': IFolderInput,
  'folder-open': IFolderOpen,
  'folder-output': IFolderOutput,
  'function-square': IFunctionSquare,
  funnel: IFunnel,
  'gallery-horizontal-end': IGalleryHorizontalEnd,
  gauge: IGauge,
  'git-branch': IGitBranch,
  globe: IGlobe,
  'grip-vertical': IGripVertical,
  group: IGroup,
  hand: IHand,
  'hard-drive': IHardDrive,
  hash: IHash,
  history: IHistory,
  hourglass: IHourglass,
  house: IHouse,
  inbox: IInbox,
  info: IInfo,
  key: IKey,
  'key-round': IKeyRound,
  keyboard: IKeyboard,
  layers: ILayers,
  link: ILink,
  list: IList,
  'list-ordered': IListOrdered,
  'list-plus': IListPlus,
  'loader-circle': ILoaderCircle,
  lock: ILock,
  map: IMap,
  maximize: IMaximize,
  merge: IMerge,
  minus: IMinus,
  monitor: IMonitor,
  moon: IMoon,
  'mouse-pointer-2': IMousePointer2,
  network: INetwork,
  'octagon-alert': IOctagonAlert,
  'octagon-x': IOctagonX,
  'panel-bottom': IPanelBottom,
  pause: IPause,
  pencil: IPencil,
  pin: IPin,
  play: IPlay,
  plug: IPlug,
  'plug-zap': IPlugZap,
  plus: IPlus,
  power: IPower,
  'radio-tower': IRadioTower,
  'redo-2': IRedo2,
  regex: IRegex,
  repeat: IRepeat,
  replace: IReplace,
  'rotate-ccw': IRotateCcw,
  route: IRoute,
  scale: IScale,
  'scan-text': IScanText,
  'scroll-text': IScrollText,
  search: ISearch,
  send: ISend,
  server: IServer,
  'shield-check': IShieldCheck,
  shuffle: IShuffle,
  sigma: ISigma,
  'skip-forward': ISkipForward,
  'sliders-horizontal': ISlidersHorizontal,
  split: ISplit,
  square: ISquare,
  'square-function': ISquareFunction,
  'square-terminal': ISquareTerminal,
  'step-forward': IStepForward,
  sun: ISun,
  'sun-moon': ISunMoon,
  table: ITable,
  'table-2': ITable2,
  tag: ITag,
  terminal: ITerminal,
  text: IText,
  timer: ITimer,
  'timer-off': ITimerOff,
  'timer-reset': ITimerReset,
  'trash-2': ITrash2,
  'triangle-alert': ITriangleAlert,
  trophy: ITrophy,
  type: IType,
  'undo-2': IUndo2,
  unlink: IUnlink,
  unplug: IUnplug,
  upload: IUpload,
  variable: IVariable,
  waves: IWaves,
  workflow: IWorkflow,
  wrench: IWrench,
  x: IX,
  zap: IZap,
  'zoom-in': IZoomIn,
  'zoom-out': IZoomOut,
};
