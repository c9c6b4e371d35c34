import { useQuery } from "@tanstack/react-query";
import { useActions } from "../actions/provider";
import { has } from "../model/rights";
import { State } from "../parts/states";
import { Page } from "../screens/page";
import { DeadDeliveries } from "./dead_deliveries";
import { toolServersQuery, webhooksQuery } from "./queries";
import { ToolServers } from "./tool_servers";
import { Webhooks } from "./webhooks";

/** Other systems: those that are told what happens, and those through whose tools one acts. */
export default function Integrations() {
  const { me, speech } = useActions();
  const { t } = speech;
  const allowed = has(me, "admin");
  const hooks = useQuery({ ...webhooksQuery, enabled: allowed });
  const servers = useQuery({ ...toolServersQuery, enabled: allowed });
  if (!allowed) return <State title={t("adm.noAccess")} />;
  return (
    <Page title={t("nav.integrations")} hint={t("int.hint")}>
      <div className="cards">
        <Webhooks of={hooks} />
        <DeadDeliveries />
        <ToolServers of={servers} />
      </div>
    </Page>
  );
}
