import type { components } from "../../../shared/openapi";

type Shapes = components["schemas"];

export type Promised = Shapes["PromiseShape"];
export type PromisePage = Shapes["Promises"];
export type WrapUp = Shapes["WrapUpShape"];
export type Found = Shapes["FoundShape"];
export type Snippet = Shapes["SnippetShape"];
export type SnippetList = Shapes["Snippets"];
export type Filled = Shapes["FilledShape"];
export type FoundArticle = Shapes["FoundArticleShape"];
export type Colleague = Shapes["StaffRef"];
export type Notices = Shapes["StaffNotices"];
export type Notice = Shapes["NoticeShape"];
export type Coaching = Shapes["CoachingShape"];
export type Remark = Shapes["RemarkShape"];
