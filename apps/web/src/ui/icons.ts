import type { LucideIcon } from 'lucide-react';
import IActivity from 'lucide-react/icons/activity';
import IAlarmClockOff from 'lucide-react/icons/alarm-clock-off';
import IAlignLeft from 'lucide-react/icons/align-left';
import IArchive from 'lucide-react/icons/archive';
import IArrowDown from 'lucide-react/icons/arrow-down';
import IArrowDownUp from 'lucide-react/icons/arrow-down-up';
import IArrowDownWideNarrow from 'lucide-react/icons/arrow-down-wide-narrow';
import IArrowRight from 'lucide-react/icons/arrow-right';
import IArrowRightLeft from 'lucide-react/icons/arrow-right-left';
import IArrowRightToLine from 'lucide-react/icons/arrow-right-to-line';
import IArrowUp from 'lucide-react/icons/arrow-up';
import IArrowUpDown from 'lucide-react/icons/arrow-up-down';
import IArrowUpNarrowWide from 'lucide-react/icons/arrow-up-narrow-wide';
import IAtSign from 'lucide-react/icons/at-sign';
import IBan from 'lucide-react/icons/ban';
import IBarChart3 from 'lucide-react/icons/bar-chart-3';
import IBinary from 'lucide-react/icons/binary';
import IBinoculars from 'lucide-react/icons/binoculars';
import IBlocks from 'lucide-react/icons/blocks';
import IBookOpen from 'lucide-react/icons/book-open';
import IBox from 'lucide-react/icons/box';
import IBoxes from 'lucide-react/icons/boxes';
import IBraces from 'lucide-react/icons/braces';
import IBrackets from 'lucide-react/icons/brackets';
import ICable from 'lucide-react/icons/cable';
import ICalendar from 'lucide-react/icons/calendar';
import ICalendarClock from 'lucide-react/icons/calendar-clock';
import IChartBar from 'lucide-react/icons/chart-bar';
import IChartColumn from 'lucide-react/icons/chart-column';
import IChartColumnStacked from 'lucide-react/icons/chart-column-stacked';
import IChartLine from 'lucide-react/icons/chart-line';
import IChartNoAxesColumn from 'lucide-react/icons/chart-no-axes-column';
import IChartNoAxesColumnIncreasing from 'lucide-react/icons/chart-no-axes-column-increasing';
import IChartScatter from 'lucide-react/icons/chart-scatter';
import ICheck from 'lucide-react/icons/check';
import IChevronDown from 'lucide-react/icons/chevron-down';
import IChevronRight from 'lucide-react/icons/chevron-right';
import IChevronUp from 'lucide-react/icons/chevron-up';
import ICircle from 'lucide-react/icons/circle';
import ICircleAlert from 'lucide-react/icons/circle-alert';
import ICircleCheck from 'lucide-react/icons/circle-check';
import ICircleDashed from 'lucide-react/icons/circle-dashed';
import ICircleDot from 'lucide-react/icons/circle-dot';
import ICircleHelp from 'lucide-react/icons/circle-help';
import ICircleSlash from 'lucide-react/icons/circle-slash';
import ICircleStop from 'lucide-react/icons/circle-stop';
import ICircleX from 'lucide-react/icons/circle-x';
import IClipboardList from 'lucide-react/icons/clipboard-list';
import IClipboardPaste from 'lucide-react/icons/clipboard-paste';
import IClock from 'lucide-react/icons/clock';
import ICloudLightning from 'lucide-react/icons/cloud-lightning';
import ICode from 'lucide-react/icons/code';
import ICodeXml from 'lucide-react/icons/code-xml';
import IColumns2 from 'lucide-react/icons/columns-2';
import IColumns3 from 'lucide-react/icons/columns-3';
import ICombine from 'lucide-react/icons/combine';
import ICommand from 'lucide-react/icons/command';
import ICopy from 'lucide-react/icons/copy';
import ICopyCheck from 'lucide-react/icons/copy-check';
import ICpu from 'lucide-react/icons/cpu';
import ICylinder from 'lucide-react/icons/cylinder';
import IDatabase from 'lucide-react/icons/database';
import IDatabaseZap from 'lucide-react/icons/database-zap';
import IDices from 'lucide-react/icons/dices';
import IDot from 'lucide-react/icons/dot';
import IDownload from 'lucide-react/icons/download';
import IDroplets from 'lucide-react/icons/droplets';
import IEllipsis from 'lucide-react/icons/ellipsis';
import IEqual from 'lucide-react/icons/equal';
import IExternalLink from 'lucide-react/icons/external-link';
import IEye from 'lucide-react/icons/eye';
import IFile from 'lucide-react/icons/file';
import IFileClock from 'lucide-react/icons/file-clock';
import IFileJson from 'lucide-react/icons/file-json';
import IFileOutput from 'lucide-react/icons/file-output';
import IFileSearch from 'lucide-react/icons/file-search';
import IFileText from 'lucide-react/icons/file-text';
import IFileUp from 'lucide-react/icons/file-up';
import IFiles from 'lucide-react/icons/files';
import IFilter from 'lucide-react/icons/filter';
import IFlag from 'lucide-react/icons/flag';
import IFlame from 'lucide-react/icons/flame';
import IFoldVertical from 'lucide-react/icons/fold-vertical';
import IFolder from 'lucide-react/icons/folder';
import IFolderClock from 'lucide-react/icons/folder-clock';
import IFolderInput from 'lucide-react/icons/folder-input';
import IFolderOpen from 'lucide-react/icons/folder-open';
import IFolderOutput from 'lucide-react/icons/folder-output';
import IFolderSync from 'lucide-react/icons/folder-sync';
import IFunctionSquare from 'lucide-react/icons/function-square';
import IFunnel from 'lucide-react/icons/funnel';
import IGalleryHorizontalEnd from 'lucide-react/icons/gallery-horizontal-end';
import IGalleryVerticalEnd from 'lucide-react/icons/gallery-vertical-end';
import IGauge from 'lucide-react/icons/gauge';
import IGitBranch from 'lucide-react/icons/git-branch';
import IGitFork from 'lucide-react/icons/git-fork';
import IGlobe from 'lucide-react/icons/globe';
import IGripVertical from 'lucide-react/icons/grip-vertical';
import IGroup from 'lucide-react/icons/group';
import IHand from 'lucide-react/icons/hand';
import IHardDrive from 'lucide-react/icons/hard-drive';
import IHash from 'lucide-react/icons/hash';
import IHistory from 'lucide-react/icons/history';
import IHop from 'lucide-react/icons/hop';
import IHourglass from 'lucide-react/icons/hourglass';
import IHouse from 'lucide-react/icons/house';
import IInbox from 'lucide-react/icons/inbox';
import IInfo from 'lucide-react/icons/info';
import IKey from 'lucide-react/icons/key';
import IKeyRound from 'lucide-react/icons/key-round';
import IKeyboard from 'lucide-react/icons/keyboard';
import ILayers from 'lucide-react/icons/layers';
import ILayers2 from 'lucide-react/icons/layers-2';
import ILayoutGrid from 'lucide-react/icons/layout-grid';
import ILineChart from 'lucide-react/icons/line-chart';
import ILink from 'lucide-react/icons/link';
import IList from 'lucide-react/icons/list';
import IListFilter from 'lucide-react/icons/list-filter';
import IListOrdered from 'lucide-react/icons/list-ordered';
import IListPlus from 'lucide-react/icons/list-plus';
import IListTree from 'lucide-react/icons/list-tree';
import ILoaderCircle from 'lucide-react/icons/loader-circle';
import ILock from 'lucide-react/icons/lock';
import IMap from 'lucide-react/icons/map';
import IMaximize from 'lucide-react/icons/maximize';
import IMerge from 'lucide-react/icons/merge';
import IMessageSquare from 'lucide-react/icons/message-square';
import IMessageSquareText from 'lucide-react/icons/message-square-text';
import IMinus from 'lucide-react/icons/minus';
import IMonitor from 'lucide-react/icons/monitor';
import IMoon from 'lucide-react/icons/moon';
import IMousePointer2 from 'lucide-react/icons/mouse-pointer-2';
import INetwork from 'lucide-react/icons/network';
import IOctagonAlert from 'lucide-react/icons/octagon-alert';
import IOctagonX from 'lucide-react/icons/octagon-x';
import IPackage from 'lucide-react/icons/package';
import IPackageOpen from 'lucide-react/icons/package-open';
import IPanelBottom from 'lucide-react/icons/panel-bottom';
import IPanelRight from 'lucide-react/icons/panel-right';
import IPanelsTopLeft from 'lucide-react/icons/panels-top-left';
import IParentheses from 'lucide-react/icons/parentheses';
import IPause from 'lucide-react/icons/pause';
import IPencil from 'lucide-react/icons/pencil';
import IPercent from 'lucide-react/icons/percent';
import IPin from 'lucide-react/icons/pin';
import IPlay from 'lucide-react/icons/play';
import IPlug from 'lucide-react/icons/plug';
import IPlugZap from 'lucide-react/icons/plug-zap';
import IPlus from 'lucide-react/icons/plus';
import IPower from 'lucide-react/icons/power';
import IRadio from 'lucide-react/icons/radio';
import IRadioTower from 'lucide-react/icons/radio-tower';
import IRedo2 from 'lucide-react/icons/redo-2';
import IRefreshCw from 'lucide-react/icons/refresh-cw';
import IRegex from 'lucide-react/icons/regex';
import IRepeat from 'lucide-react/icons/repeat';
import IRepeat1 from 'lucide-react/icons/repeat-1';
import IRepeat2 from 'lucide-react/icons/repeat-2';
import IReplace from 'lucide-react/icons/replace';
import IRotateCcw from 'lucide-react/icons/rotate-ccw';
import IRoute from 'lucide-react/icons/route';
import IRows2 from 'lucide-react/icons/rows-2';
import ISave from 'lucide-react/icons/save';
import IScale from 'lucide-react/icons/scale';
import IScan from 'lucide-react/icons/scan';
import IScanSearch from 'lucide-react/icons/scan-search';
import IScanText from 'lucide-react/icons/scan-text';
import IScissors from 'lucide-react/icons/scissors';
import IScrollText from 'lucide-react/icons/scroll-text';
import ISearch from 'lucide-react/icons/search';
import ISend from 'lucide-react/icons/send';
import IServer from 'lucide-react/icons/server';
import IServerCog from 'lucide-react/icons/server-cog';
import ISettings from 'lucide-react/icons/settings';
import ISettings2 from 'lucide-react/icons/settings-2';
import IShapes from 'lucide-react/icons/shapes';
import IShare2 from 'lucide-react/icons/share-2';
import IShield from 'lucide-react/icons/shield';
import IShieldCheck from 'lucide-react/icons/shield-check';
import IShrink from 'lucide-react/icons/shrink';
import IShuffle from 'lucide-react/icons/shuffle';
import ISigma from 'lucide-react/icons/sigma';
import ISignpost from 'lucide-react/icons/signpost';
import ISkipForward from 'lucide-react/icons/skip-forward';
import ISlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import ISortAsc from 'lucide-react/icons/sort-asc';
import ISortDesc from 'lucide-react/icons/sort-desc';
import ISpline from 'lucide-react/icons/spline';
import ISplit from 'lucide-react/icons/split';
import ISquare from 'lucide-react/icons/square';
import ISquareFunction from 'lucide-react/icons/square-function';
import ISquareStack from 'lucide-react/icons/square-stack';
import ISquareTerminal from 'lucide-react/icons/square-terminal';
import IStepBack from 'lucide-react/icons/step-back';
import IStepForward from 'lucide-react/icons/step-forward';
import IStickyNote from 'lucide-react/icons/sticky-note';
import ISun from 'lucide-react/icons/sun';
import ISunMoon from 'lucide-react/icons/sun-moon';
import ITable from 'lucide-react/icons/table';
import ITable2 from 'lucide-react/icons/table-2';
import ITag from 'lucide-react/icons/tag';
import ITags from 'lucide-react/icons/tags';
import ITerminal from 'lucide-react/icons/terminal';
import ITestTube from 'lucide-react/icons/test-tube';
import IText from 'lucide-react/icons/text';
import ITextCursorInput from 'lucide-react/icons/text-cursor-input';
import ITextSearch from 'lucide-react/icons/text-search';
import ITextSelect from 'lucide-react/icons/text-select';
import ITimer from 'lucide-react/icons/timer';
import ITimerOff from 'lucide-react/icons/timer-off';
import ITimerReset from 'lucide-react/icons/timer-reset';
import IToggleLeft from 'lucide-react/icons/toggle-left';
import ITrash2 from 'lucide-react/icons/trash-2';
import ITriangleAlert from 'lucide-react/icons/triangle-alert';
import ITrophy from 'lucide-react/icons/trophy';
import IType from 'lucide-react/icons/type';
import IUndo2 from 'lucide-react/icons/undo-2';
import IUnfoldVertical from 'lucide-react/icons/unfold-vertical';
import IUngroup from 'lucide-react/icons/ungroup';
import IUnlink from 'lucide-react/icons/unlink';
import IUnplug from 'lucide-react/icons/unplug';
import IUpload from 'lucide-react/icons/upload';
import IVariable from 'lucide-react/icons/variable';
import IWandSparkles from 'lucide-react/icons/wand-sparkles';
import IWaves from 'lucide-react/icons/waves';
import IWebhook from 'lucide-react/icons/webhook';
import IWholeWord from 'lucide-react/icons/whole-word';
import IWifi from 'lucide-react/icons/wifi';
import IWorkflow from 'lucide-react/icons/workflow';
import IWrench from 'lucide-react/icons/wrench';
import IX from 'lucide-react/icons/x';
import IZap from 'lucide-react/icons/zap';
import IZoomIn from 'lucide-react/icons/zoom-in';
import IZoomOut from 'lucide-react/icons/zoom-out';
import type { IconName } from './icon-names.ts';

/** Every icon the product draws, by its lucide name. One import each, so that only these are shipped. */
export const icons: { readonly [name in IconName]: LucideIcon } = {
  activity: IActivity,
  'alarm-clock-off': IAlarmClockOff,
  'align-left': IAlignLeft,
  archive: IArchive,
  'arrow-down': IArrowDown,
  'arrow-down-up': IArrowDownUp,
  'arrow-down-wide-narrow': IArrowDownWideNarrow,
  'arrow-right': IArrowRight,
  'arrow-right-left': IArrowRightLeft,
  'arrow-right-to-line': IArrowRightToLine,
  'arrow-up': IArrowUp,
  'arrow-up-down': IArrowUpDown,
  'arrow-up-narrow-wide': IArrowUpNarrowWide,
  'at-sign': IAtSign,
  ban: IBan,
  'bar-chart-3': IBarChart3,
  binary: IBinary,
  binoculars: IBinoculars,
  blocks: IBlocks,
  'book-open': IBookOpen,
  box: IBox,
  boxes: IBoxes,
  braces: IBraces,
  brackets: IBrackets,
  cable: ICable,
  calendar: ICalendar,
  'calendar-clock': ICalendarClock,
  'chart-bar': IChartBar,
  'chart-column': IChartColumn,
  'chart-column-stacked': IChartColumnStacked,
  'chart-line': IChartLine,
  'chart-no-axes-column': IChartNoAxesColumn,
  'chart-no-axes-column-increasing': IChartNoAxesColumnIncreasing,
  'chart-scatter': IChartScatter,
  check: ICheck,
  'chevron-down': IChevronDown,
  'chevron-right': IChevronRight,
  'chevron-up': IChevronUp,
  circle: ICircle,
  'circle-alert': ICircleAlert,
  'circle-check': ICircleCheck,
  'circle-dashed': ICircleDashed,
  'circle-dot': ICircleDot,
  'circle-help': ICircleHelp,
  'circle-slash': ICircleSlash,
  'circle-stop': ICircleStop,
  'circle-x': ICircleX,
  'clipboard-list': IClipboardList,
  'clipboard-paste': IClipboardPaste,
  clock: IClock,
  'cloud-lightning': ICloudLightning,
  code: ICode,
  'code-xml': ICodeXml,
  'columns-2': IColumns2,
  'columns-3': IColumns3,
  combine: ICombine,
  command: ICommand,
  copy: ICopy,
  'copy-check': ICopyCheck,
  cpu: ICpu,
  cylinder: ICylinder,
  database: IDatabase,
  'database-zap': IDatabaseZap,
  dices: IDices,
  dot: IDot,
  download: IDownload,
  droplets: IDroplets,
  ellipsis: IEllipsis,
  equal: IEqual,
  'external-link': IExternalLink,
  eye: IEye,
  file: IFile,
  'file-clock': IFileClock,
  'file-json': IFileJson,
  'file-output': IFileOutput,
  'file-search': IFileSearch,
  'file-text': IFileText,
  'file-up': IFileUp,
  files: IFiles,
  filter: IFilter,
  flag: IFlag,
  flame: IFlame,
  'fold-vertical': IFoldVertical,
  folder: IFolder,
  'folder-clock': IFolderClock,
  'folder-input': IFolderInput,
  'folder-open': IFolderOpen,
  'folder-output': IFolderOutput,
  'folder-sync': IFolderSync,
  'function-square': IFunctionSquare,
  funnel: IFunnel,
  'gallery-horizontal-end': IGalleryHorizontalEnd,
  'gallery-vertical-end': IGalleryVerticalEnd,
  gauge: IGauge,
  'git-branch': IGitBranch,
  'git-fork': IGitFork,
  globe: IGlobe,
  'grip-vertical': IGripVertical,
  group: IGroup,
  hand: IHand,
  'hard-drive': IHardDrive,
  hash: IHash,
  history: IHistory,
  hop: IHop,
  hourglass: IHourglass,
  house: IHouse,
  inbox: IInbox,
  info: IInfo,
  key: IKey,
  'key-round': IKeyRound,
  keyboard: IKeyboard,
  layers: ILayers,
  'layers-2': ILayers2,
  'layout-grid': ILayoutGrid,
  'line-chart': ILineChart,
  link: ILink,
  list: IList,
  'list-filter': IListFilter,
  'list-ordered': IListOrdered,
  'list-plus': IListPlus,
  'list-tree': IListTree,
  'loader-circle': ILoaderCircle,
  lock: ILock,
  map: IMap,
  maximize: IMaximize,
  merge: IMerge,
  'message-square': IMessageSquare,
  'message-square-text': IMessageSquareText,
  minus: IMinus,
  monitor: IMonitor,
  moon: IMoon,
  'mouse-pointer-2': IMousePointer2,
  network: INetwork,
  'octagon-alert': IOctagonAlert,
  'octagon-x': IOctagonX,
  package: IPackage,
  'package-open': IPackageOpen,
  'panel-bottom': IPanelBottom,
  'panel-right': IPanelRight,
  'panels-top-left': IPanelsTopLeft,
  parentheses: IParentheses,
  pause: IPause,
  pencil: IPencil,
  percent: IPercent,
  pin: IPin,
  play: IPlay,
  plug: IPlug,
  'plug-zap': IPlugZap,
  plus: IPlus,
  power: IPower,
  radio: IRadio,
  'radio-tower': IRadioTower,
  'redo-2': IRedo2,
  'refresh-cw': IRefreshCw,
  regex: IRegex,
  repeat: IRepeat,
  'repeat-1': IRepeat1,
  'repeat-2': IRepeat2,
  replace: IReplace,
  'rotate-ccw': IRotateCcw,
  route: IRoute,
  'rows-2': IRows2,
  save: ISave,
  scale: IScale,
  scan: IScan,
  'scan-search': IScanSearch,
  'scan-text': IScanText,
  scissors: IScissors,
  'scroll-text': IScrollText,
  search: ISearch,
  send: ISend,
  server: IServer,
  'server-cog': IServerCog,
  settings: ISettings,
  'settings-2': ISettings2,
  shapes: IShapes,
  'share-2': IShare2,
  shield: IShield,
  'shield-check': IShieldCheck,
  shrink: IShrink,
  shuffle: IShuffle,
  sigma: ISigma,
  signpost: ISignpost,
  'skip-forward': ISkipForward,
  'sliders-horizontal': ISlidersHorizontal,
  'sort-asc': ISortAsc,
  'sort-desc': ISortDesc,
  spline: ISpline,
  split: ISplit,
  square: ISquare,
  'square-function': ISquareFunction,
  'square-stack': ISquareStack,
  'square-terminal': ISquareTerminal,
  'step-back': IStepBack,
  'step-forward': IStepForward,
  'sticky-note': IStickyNote,
  sun: ISun,
  'sun-moon': ISunMoon,
  table: ITable,
  'table-2': ITable2,
  tag: ITag,
  tags: ITags,
  terminal: ITerminal,
  'test-tube': ITestTube,
  text: IText,
  'text-cursor-input': ITextCursorInput,
  'text-search': ITextSearch,
  'text-select': ITextSelect,
  timer: ITimer,
  'timer-off': ITimerOff,
  'timer-reset': ITimerReset,
  'toggle-left': IToggleLeft,
  'trash-2': ITrash2,
  'triangle-alert': ITriangleAlert,
  trophy: ITrophy,
  type: IType,
  'undo-2': IUndo2,
  'unfold-vertical': IUnfoldVertical,
  ungroup: IUngroup,
  unlink: IUnlink,
  unplug: IUnplug,
  upload: IUpload,
  variable: IVariable,
  'wand-sparkles': IWandSparkles,
  waves: IWaves,
  webhook: IWebhook,
  'whole-word': IWholeWord,
  wifi: IWifi,
  workflow: IWorkflow,
  wrench: IWrench,
  x: IX,
  zap: IZap,
  'zoom-in': IZoomIn,
  'zoom-out': IZoomOut,
};
