// Written by scripts/write_replies.py from the replies and requests in companion/service/. Do not edit.

export interface PairStartReply {
  attempt: string;
  nonce: string;
  proof: string;
}

export interface PairFinishReply {
  pairing: string;
  proof: string;
}

export interface SessionReply {
  session: string;
  nonce: string;
  proof: string;
}

export interface ErrorReply {
  kind: string;
  say: string;
}

export interface Source {
  note_id: string;
  note_name: string;
  note_kind: "intake" | "progress" | "plan" | "journal" | "transcript" | "measure" | "contact";
  date: string | null;
  start: number;
  end: number;
  quote: string;
}

export interface ClientCard {
  id: string;
  name: string;
  initials: string;
  record_tail: string;
  birth_date: string | null;
  pronouns: string | null;
  invented: boolean;
}

export interface SafetyRow {
  key: string | null;
  type: "suicidal_ideation" | "self_harm" | "homicidal_ideation" | "substance_use" | "violence" | "abuse_neglect" | "eating" | "psychosis" | null;
  label: string;
  assertion: "present" | "denied" | "historical" | "hypothetical" | "other_person" | "not_risk" | null;
  found_assertion: "present" | "denied" | "historical" | "hypothetical" | "other_person" | "not_risk" | null;
  decided: boolean;
  source: Source | null;
  date: string | null;
  denied_on: string | null;
  set_aside: number;
  notes_read: number;
  notes_hidden: number;
}

export interface GoalRow {
  key: string;
  text: string;
  short: string;
  named: boolean;
  status: "active" | "achieved" | "discontinued";
  sessions_ago: number | null;
  decided: ("name" | "text" | "status" | "opened" | "closed" | "add")[];
  source: Source | null;
}

export interface ThemeRow {
  key: string;
  label: string;
  named: boolean;
  pinned: boolean;
  trend: "rising" | "steady" | "fading" | "resolved";
  session_count: number;
  shape: number[];
  latest: Source;
}

export interface ScorePoint {
  date: string;
  total: number;
}

export interface ScoreRow {
  instrument: string;
  points: ScorePoint[];
  source: Source;
}

export interface OverviewReply {
  client: ClientCard;
  as_of: string | null;
  last_session: string | null;
  session_count: number;
  notes_read: number;
  notes_waiting: number;
  newest_waiting: boolean;
  intake: boolean;
  safety: SafetyRow;
  last_time: Source[];
  goals: GoalRow[];
  goals_open: number;
  follow_ups_open: number;
  themes: ThemeRow[];
  themes_hidden: number;
  people_count: number;
  scores: ScoreRow[];
}

export interface ChartReply {
  state: "overview" | "which_client" | "unknown_client";
  scope: string | null;
  overview: OverviewReply | null;
  candidates: ClientCard[];
  rejected: ClientCard[];
  why: string;
}

export interface NoteReply {
  note_id: string;
  note_name: string;
  note_kind: "intake" | "progress" | "plan" | "journal" | "transcript" | "measure" | "contact";
  date: string | null;
  text: string;
}

export interface Hit {
  source: Source;
  score: number;
}

export interface SearchReply {
  nothing_close: boolean;
  hits: Hit[];
}

export interface PersonRow {
  name: string;
  relation: string;
  note_count: number;
  last_mentioned: string | null;
  source: Source | null;
}

export interface EchoesReply {
  nothing_close: boolean;
  hits: Hit[];
  people: PersonRow[];
}

export interface KeptPlace {
  note_id: string;
  start: number;
  end: number;
}

export interface KeptSplit {
  of: string;
  label: string;
  mentions: KeptPlace[];
}

export interface DecideReply {
  overview: OverviewReply;
  key: string;
  before: string | KeptSplit | null;
}

export interface KeepNoteReply {
  verdict: "kept" | "already_here" | "refused";
  why: string;
  overview: OverviewReply | null;
}

export interface StatusReply {
  version: string;
  protocol: number;
  locked: boolean;
  passages_waiting: number;
}

export interface Event {
  seq: number;
  kind: "locked" | "unlocked" | "revoked" | "notes_read" | "backup" | "come_to_front";
  client: string | null;
}

export interface ListenReply {
  seq: number;
  events: Event[];
}

export interface PersonName {
  key: string;
  name: string;
  relation: string;
}

export interface DecidedPersonRow {
  name: string;
  relation: string;
  note_count: number;
  last_mentioned: string | null;
  source: Source | null;
  key: string;
  found_name: string;
  found_relation: string;
  decided: ("name" | "relation")[];
  hidden: "yes" | "not_a_person" | null;
  joined: PersonName[];
}

export interface PeopleReply {
  people: DecidedPersonRow[];
  hidden: DecidedPersonRow[];
}

export interface ThemeSession {
  date: string | null;
  sources: Source[];
}

export interface ThemeName {
  key: string;
  label: string;
}

export interface ThemeReply {
  key: string;
  label: string;
  found_label: string;
  trend: "rising" | "steady" | "fading" | "resolved";
  session_count: number;
  pinned: boolean;
  hidden: boolean;
  joined: ThemeName[];
  split_from: string | null;
  sessions: ThemeSession[];
}

export interface ThemesReply {
  themes: ThemeRow[];
  hidden: ThemeRow[];
}

export interface GoalMentionRow {
  kind: "progress" | "setback" | "mention";
  source: Source;
}

export interface GoalReply {
  key: string;
  text: string;
  short: string;
  named: boolean;
  status: "active" | "achieved" | "discontinued";
  found_status: "active" | "achieved" | "discontinued" | null;
  found_text: string | null;
  found_opened: string | null;
  found_closed: string | null;
  decided: ("name" | "text" | "status" | "opened" | "closed" | "add")[];
  opened: string | null;
  closed: string | null;
  source: Source | null;
  mentions: GoalMentionRow[];
}

export interface GoalsReply {
  goals: GoalRow[];
}

export interface FollowUpRow {
  key: string;
  source: Source;
  outcome: "done" | "partly" | "not_done" | null;
  decided: boolean;
  reported: Source | null;
}

export interface FollowUpsReply {
  follow_ups: FollowUpRow[];
}

export interface RiskRow {
  key: string;
  type: "suicidal_ideation" | "self_harm" | "homicidal_ideation" | "substance_use" | "violence" | "abuse_neglect" | "eating" | "psychosis";
  label: string;
  assertion: "present" | "denied" | "historical" | "hypothetical" | "other_person" | "not_risk";
  found_assertion: "present" | "denied" | "historical" | "hypothetical" | "other_person" | "not_risk";
  decided: boolean;
  date: string | null;
  carried_forward: boolean;
  source: Source;
}

export interface RiskReply {
  risk: RiskRow[];
}

export interface MadeDecisionRow {
  about: "theme" | "goal" | "follow_up" | "risk" | "person";
  key: string;
  what: "hide" | "pin" | "name" | "relation" | "merge" | "split" | "text" | "status" | "opened" | "closed" | "add" | "outcome" | "assertion";
  value: string | KeptSplit | null;
  day: string;
  before: string | KeptSplit | null;
  found: string | null;
  label: string;
  into: string;
  source: Source | null;
  asleep: boolean;
  undo: string | KeptSplit | null;
}

export interface DecisionsReply {
  decisions: MadeDecisionRow[];
}

export interface CaseloadHit {
  client: ClientCard;
  source: Source;
  score: number;
}

export interface CaseloadSearchReply {
  nothing_close: boolean;
  hits: CaseloadHit[];
  left_out: ClientCard[];
}

export interface VaultStateReply {
  made: boolean;
  locked: boolean;
  in_keyring: boolean;
  pin_tries: number;
  passages_waiting: number;
  keys_waiting: number;
  reading_failed: string;
  problem: string;
  damaged: ClientCard[];
}

export interface RenewKeysReply {
  recovery_key: string;
  clients_waiting: number;
}

export interface CreateVaultReply {
  recovery_key: string;
}

export interface PairingCodeReply {
  code: string;
  seconds: number;
}

export interface PairedBrowser {
  id: string;
  name: string;
  origin: string;
  paired_on: string;
}

export interface PairingListReply {
  browsers: PairedBrowser[];
}

export interface ClientsReply {
  clients: ClientCard[];
}

export interface FileVerdict {
  name: string;
  verdict: "imported" | "already_here" | "refused" | "left_out";
  notes: number;
  why: string;
}

export interface ImportReply {
  client: ClientCard;
  files: FileVerdict[];
}

export interface ImportStatusReply {
  state: "running" | "paused" | "done" | "cancelled" | "failed";
  files: number;
  files_done: number;
  notes: number;
  current: string;
  seconds_left: number | null;
  verdicts: FileVerdict[];
  why: string;
}

export interface BackupReply {
  path: string;
  clients: number;
  notes: number;
}

export interface DeletedReply {
}

export interface AuditLine {
  at: string;
  action: string;
  client: string;
  client_id: string;
  notes: number;
}

export interface AuditReply {
  problem: string;
  held_against: number;
  anchored: boolean;
  rows: AuditLine[];
}

export interface ExportReply {
  files: string[];
}

export interface ListedClientRow {
  client: ClientCard;
  record_number: string;
  last_session: string | null;
  notes: number;
  damaged: boolean;
  consented: boolean;
}

export interface ClientListReply {
  clients: ListedClientRow[];
}

export interface ThemeMark {
  date: string;
  count: number;
  source: Source;
}

export interface ThemeLine {
  key: string;
  label: string;
  named: boolean;
  pinned: boolean;
  trend: "rising" | "steady" | "fading" | "resolved";
  session_count: number;
  shape: number[];
  latest: Source;
  first: Source;
  marks: ThemeMark[];
  joined: ThemeName[];
  split_from: string | null;
}

export interface GoalMark {
  date: string;
  kind: "progress" | "setback" | "mention";
  source: Source;
}

export interface GoalLine {
  key: string;
  text: string;
  short: string;
  named: boolean;
  status: "active" | "achieved" | "discontinued";
  sessions_ago: number | null;
  decided: ("name" | "text" | "status" | "opened" | "closed" | "add")[];
  source: Source | null;
  opened: string | null;
  closed: string | null;
  marks: GoalMark[];
}

export interface ScoreMark {
  date: string;
  total: number;
  source: Source;
}

export interface ScoreBandRow {
  name: string;
  low: number;
  high: number;
}

export interface ScorePlot {
  instrument: string;
  low: number;
  high: number;
  bands: ScoreBandRow[];
  bands_source: string;
  marks: ScoreMark[];
}

export interface NoteRow {
  note_id: string;
  name: string;
  kind: "intake" | "progress" | "plan" | "journal" | "transcript" | "measure" | "contact";
  note_class: "record" | "psychotherapy" | "sud_counseling";
  date: string | null;
}

export interface ClientPageReply {
  client: ClientCard;
  record_number: string;
  sessions: string[];
  notes_waiting: number;
  safety: SafetyRow;
  last_time: Source[];
  themes: ThemeLine[];
  themes_hidden: ThemeRow[];
  goals: GoalLine[];
  scores: ScorePlot[];
  follow_ups: FollowUpRow[];
  people: DecidedPersonRow[];
  people_hidden: DecidedPersonRow[];
  notes: NoteRow[];
}

export interface ConsentReply {
  client: ClientCard;
  state: "not_recorded" | "given" | "none";
  on: string | null;
}

export interface DecidedPageReply {
  page: ClientPageReply;
  key: string;
  before: string | KeptSplit | null;
}

export interface TouchedTheme {
  key: string;
  label: string;
  source: Source;
}

export interface BriefScore {
  instrument: string;
  total: number;
  before: number | null;
  source: Source;
}

export interface BriefReply {
  client: ClientCard;
  record_number: string;
  last_session: string | null;
  session_count: number;
  left_off: Source[];
  themes: TouchedTheme[];
  scores: BriefScore[];
  follow_ups: FollowUpRow[];
  follow_ups_open: number;
  goals: GoalRow[];
  goals_open: number;
  safety: SafetyRow;
  notes_waiting: number;
}

export interface AboutEyelineReply {
  version: string;
  data_folder: string;
  model: string;
  model_ready: boolean;
  clients: number;
  sample_clients: number;
  lock_after: number;
  starts_at_login: boolean;
}

export interface LastBackupRow {
  path: string;
  proven_at: string;
  clients: number;
  notes: number;
  there: boolean;
}

export interface BackupStateReply {
  folder: string | null;
  days: number;
  under_way: boolean;
  failed: string;
  last: LastBackupRow | null;
}

export interface BroughtToFrontReply {
  in_front: boolean;
}

export interface SampleReply {
  client: ClientCard;
  left: number;
  job: ImportStatusReply;
}

export interface SavedSearchRow {
  id: string;
  words: string;
  client: ClientCard | null;
  since: string | null;
  until: string | null;
  kinds: ("intake" | "progress" | "plan" | "journal" | "transcript" | "measure" | "contact")[];
  assertion: "present" | "denied" | "historical" | "hypothetical" | "other_person" | "not_risk" | null;
  person: string;
}

export interface SavedSearchesReply {
  searches: SavedSearchRow[];
}

export interface NoteClassesReply {
  psychotherapy: boolean;
  sud_counseling: boolean;
}

export interface EhrLookReply {
  issuer: string;
  hosts: string[];
  asks: string[];
  why: string;
}

export interface EhrRow {
  issuer: string;
  client_id: string;
  hosts: string[];
  pages: string[];
  asks: string[];
  hooks_issuer: string | null;
  hooks_origins: string[];
}

export interface EhrListReply {
  ehrs: EhrRow[];
  launch_url: string;
  redirect_url: string;
  hooks_url: string;
}

export interface EhrLaunchedReply {
  state: "sure" | "ask" | "unknown" | "none";
  issuer: string;
  candidates: ClientCard[];
  why: string;
}

export interface EhrPullRow {
  kind: string;
  new: number;
  here: number;
  first: string | null;
  last: string | null;
  why: string;
}

export interface EhrPullReply {
  state: "fetching" | "ready" | "failed";
  issuer: string;
  fetched: number;
  rows: EhrPullRow[];
  left_out: FileVerdict[];
  why: string;
}

export interface EhrKeepReply {
  files: FileVerdict[];
}

export interface PairStartRequest {
  nonce: string;
}

export interface PairFinishRequest {
  attempt: string;
  name: string;
  proof: string;
}

export interface SessionRequest {
  pairing: string;
  nonce: string;
}

export interface Envelope {
  id: string;
  params: Record<string, unknown>;
}

export interface StatusRequest {
}

export interface ChartRequest {
  site: string;
  address_id?: string | null;
  record_number?: string | null;
  name?: string | null;
  birth_date?: string | null;
}

export interface ConfirmRequest {
  site: string;
  address_id?: string | null;
  record_number?: string | null;
  name?: string | null;
  birth_date?: string | null;
  client_id: string;
}

export interface RejectRequest {
  site: string;
  address_id?: string | null;
  record_number?: string | null;
  name?: string | null;
  birth_date?: string | null;
  client_id: string;
}

export interface NoteRequest {
  scope: string;
  note_id: string;
}

export interface SearchRequest {
  scope: string;
  words: string;
  top?: number;
}

export interface EchoesRequest {
  scope: string;
  words: string;
}

export interface ThemeRequest {
  scope: string;
  key: string;
}

export interface ThemesRequest {
  scope: string;
}

export interface GoalRequest {
  scope: string;
  key: string;
}

export interface GoalsRequest {
  scope: string;
}

export interface PeopleRequest {
  scope: string;
}

export interface FollowUpsRequest {
  scope: string;
}

export interface RiskRequest {
  scope: string;
}

export interface SplitPlace {
  note_id: string;
  start: number;
  end: number;
}

export interface SplitValue {
  of: string;
  label: string;
  mentions: SplitPlace[];
}

export interface DecideRequest {
  scope: string;
  about: "theme" | "goal" | "follow_up" | "risk" | "person";
  key: string;
  what: "hide" | "pin" | "name" | "relation" | "merge" | "split" | "text" | "status" | "opened" | "closed" | "add" | "outcome" | "assertion";
  value: string | SplitValue | null;
}

export interface DecisionsRequest {
  scope: string;
}

export interface ClientDecisionsRequest {
  client_id: string;
}

export interface KeepNoteRequest {
  scope: string;
  text: string;
  session_date: string | null;
  kind: "intake" | "progress" | "plan" | "journal" | "transcript" | "measure" | "contact";
  note_class: "record" | "psychotherapy" | "sud_counseling";
}

export interface ListenRequest {
  since: number;
}

export interface UnlockRequest {
  passphrase?: string | null;
  recovery_key?: string | null;
  pin?: string | null;
}

export interface VaultStateRequest {
}

export interface CreateVaultRequest {
  passphrase: string;
}

export interface KeyringRequest {
  keep: boolean;
}

export interface LockAfterRequest {
  minutes: number;
}

export interface LockRequest {
}

export interface PairingCodeRequest {
}

export interface PairingListRequest {
}

export interface RevokeRequest {
  pairing: string;
}

export interface ClientsRequest {
}

export interface ImportRequest {
  path: string;
  client_id?: string | null;
  new_client?: string | null;
  record_number?: string | null;
  birth_date?: string | null;
  patient_id?: string | null;
  note_class?: "record" | "psychotherapy" | "sud_counseling";
  confirmed?: boolean;
  whole?: boolean;
  only?: string[];
}

export interface ImportStatusRequest {
  since?: number;
}

export interface ImportPauseRequest {
}

export interface ImportResumeRequest {
}

export interface ImportCancelRequest {
}

export interface BackupRequest {
  folder: string;
}

export interface DeleteClientRequest {
  client_id: string;
}

export interface DeleteNoteRequest {
  client_id: string;
  note: string;
}

export interface AuditRequest {
  client_id?: string | null;
  at_most?: number;
}

export interface ExportRequest {
  client_id: string;
  note_class?: "record" | "psychotherapy" | "sud_counseling";
  folder: string;
}

export interface ClientListRequest {
}

export interface ClientRequest {
  client_id: string;
}

export interface CaseloadNoteRequest {
  client_id: string;
  note_id: string;
}

export interface ClientFindingRequest {
  client_id: string;
  key: string;
}

export interface RecordConsentRequest {
  client_id: string;
  state: "not_recorded" | "given" | "none";
  on?: string | null;
}

export interface ClientDecideRequest {
  client_id: string;
  about: "theme" | "goal" | "follow_up" | "risk" | "person";
  key: string;
  what: "hide" | "pin" | "name" | "relation" | "merge" | "split" | "text" | "status" | "opened" | "closed" | "add" | "outcome" | "assertion";
  value: string | SplitValue | null;
}

export interface AboutEyelineRequest {
}

export interface BringToFrontRequest {
}

export interface InFrontRequest {
}

export interface AtLoginRequest {
  start: boolean;
}

export interface BackupStateRequest {
}

export interface BackupScheduleRequest {
  folder: string | null;
  days?: number;
}

export interface SampleRequest {
}

export interface SearchedNotes {
  client_id?: string | null;
  since?: string | null;
  until?: string | null;
  kinds?: ("intake" | "progress" | "plan" | "journal" | "transcript" | "measure" | "contact")[];
  assertion?: "present" | "denied" | "historical" | "hypothetical" | "other_person" | "not_risk" | null;
  person?: string;
}

export interface CaseloadSearchRequest {
  client_id?: string | null;
  since?: string | null;
  until?: string | null;
  kinds?: ("intake" | "progress" | "plan" | "journal" | "transcript" | "measure" | "contact")[];
  assertion?: "present" | "denied" | "historical" | "hypothetical" | "other_person" | "not_risk" | null;
  person?: string;
  words: string;
  top?: number;
}

export interface SavedSearchesRequest {
}

export interface SaveSearchRequest {
  client_id?: string | null;
  since?: string | null;
  until?: string | null;
  kinds?: ("intake" | "progress" | "plan" | "journal" | "transcript" | "measure" | "contact")[];
  assertion?: "present" | "denied" | "historical" | "hypothetical" | "other_person" | "not_risk" | null;
  person?: string;
  words: string;
}

export interface ForgetSearchRequest {
  search: string;
}

export interface WipeRequest {
  typed: string;
}

export interface NoteClassesRequest {
}

export interface ShowNoteClassesRequest {
  psychotherapy: boolean;
  sud_counseling: boolean;
}

export interface EhrLookRequest {
  issuer: string;
  keep_access?: boolean;
}

export interface EhrHooks {
  issuer: string;
  keys?: string;
  origins?: string[];
}

export interface EhrAddRequest {
  issuer: string;
  client_id: string;
  hosts?: string[];
  pages?: string[];
  keep_access?: boolean;
  hooks?: EhrHooks | null;
}

export interface EhrListRequest {
}

export interface EhrRemoveRequest {
  issuer: string;
}

export interface EhrLaunchedRequest {
  launch?: string | null;
}

export interface EhrPullRequest {
  client_id: string;
  issuer?: string | null;
  everything?: boolean;
}

export interface EhrPullStatusRequest {
}

export interface EhrKeepRequest {
  note_class?: "record" | "psychotherapy" | "sud_counseling";
}
