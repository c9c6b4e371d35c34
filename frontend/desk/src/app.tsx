import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { RouterProvider } from "react-aria-components";
import { Redirect, Route, Router, Switch, useLocation } from "wouter";
import { ActionProvider } from "./actions/provider";
import { onSessionEnd } from "./api/client";
import { makeQueryClient, sessionQuery } from "./api/queries";
import Promises from "./beside/promises";
import Snippets from "./beside/snippets";
import DraftRecordScreen from "./drafts/record";
import Gaps from "./gaps/gaps";
import { SpeechProvider } from "./i18n";
import Integrations from "./integrations/integrations";
import Knowledge from "./knowledge/knowledge";
import { Announcer } from "./parts/announce";
import { Loaded, Skeleton } from "./parts/states";
import { Toasts } from "./parts/toasts";
import AutonomyScreen from "./screens/autonomy/autonomy";
import ApiKeys from "./screens/console/api_keys";
import PolicyScreen from "./screens/console/policy";
import Records from "./screens/console/records";
import Staff from "./screens/console/staff";
import Judging from "./screens/judging/judging";
import { Shell } from "./screens/shell";
import { SignIn } from "./screens/sign_in";
import Supervision from "./screens/supervision";
import { Workspace } from "./screens/workspace/workspace";
import ApprovalsScreen from "./tools/approvals";
import CallRecords from "./tools/record";
import { UiProvider } from "./ui";
import WrapUpListScreen from "./wrap_up_list/list";

export function App() {
  const [client] = useState(makeQueryClient);
  const [ended, setEnded] = useState(false);
  useEffect(
    () =>
      onSessionEnd(() => {
        setEnded(client.getQueryData(sessionQuery.queryKey) !== null);
        client.setQueryData(sessionQuery.queryKey, null);
      }),
    [client],
  );
  return (
    <QueryClientProvider client={client}>
      <SpeechProvider>
        <Router base="/desk">
          <Gate ended={ended} />
        </Router>
        <Toasts />
        <Announcer />
      </SpeechProvider>
    </QueryClientProvider>
  );
}

/** Signed in or not: the address stays, so that signing in leads on to where one wanted to go. */
function Gate({ ended }: { ended: boolean }) {
  const session = useQuery(sessionQuery);
  const [, navigate] = useLocation();
  return (
    <RouterProvider navigate={navigate} useHref={(href) => `/desk${href}`}>
      <Loaded of={session} skeleton={<Skeleton lines={1} />}>
        {(me) =>
          me ? (
            <UiProvider>
              <ActionProvider>
                <Shell>
                  <Screens />
                </Shell>
              </ActionProvider>
            </UiProvider>
          ) : (
            <SignIn ended={ended} />
          )
        }
      </Loaded>
    </RouterProvider>
  );
}

function Screens() {
  return (
    <Switch>
      <Route path="/promises" component={Promises} />
      <Route path="/snippets" component={Snippets} />
      <Route path="/supervision" component={Supervision} />
      <Route path="/autonomy/:kind?">
        {({ kind }) => <AutonomyScreen opened={kind ?? null} />}
      </Route>
      <Route path="/judging/:state?">
        {({ state }) => <Judging state={state === "judged" ? "judged" : "open"} />}
      </Route>
      <Route path="/gaps/:wanted?">{({ wanted }) => <Gaps wanted={wanted ?? null} />}</Route>
      <Route path="/policy/:version?">
        {({ version }) => <PolicyScreen wanted={version ?? null} />}
      </Route>
      <Route path="/knowledge/:slug?">{({ slug }) => <Knowledge slug={slug ?? null} />}</Route>
      <Route path="/decisions" component={Records} />
      <Route path="/approvals" component={ApprovalsScreen} />
      <Route path="/calls" component={CallRecords} />
      <Route path="/drafts" component={DraftRecordScreen} />
      <Route path="/wrap-up-list" component={WrapUpListScreen} />
      <Route path="/staff" component={Staff} />
      <Route path="/keys" component={ApiKeys} />
      <Route path="/integrations" component={Integrations} />
      <Route path="/:view/:id?" component={Workspace} />
      <Route>
        <Redirect to="/queue" replace />
      </Route>
    </Switch>
  );
}
