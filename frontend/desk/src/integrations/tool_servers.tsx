import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import type { OfferedTool, ToolServer } from "../../../shared/api";
import { useActions } from "../actions/provider";
import { call } from "../api/client";
import { Act } from "../parts/button";
import { errorWords, Loaded, Skeleton, State } from "../parts/states";
import { toast } from "../parts/toasts";
import { Card, TableFrame } from "../screens/page";
import { toolServersQuery } from "./queries";

export function ToolServers({ of }: { of: UseQueryResult<ToolServer[]> }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <Card className="card-full" title={t("int.tools")} hint={t("int.tools.hint")}>
      <Loaded of={of} skeleton={<Skeleton lines={4} />}>
        {(servers) =>
          servers.length ? (
            servers.map((server) => <Server key={server.name} of={server} />)
          ) : (
            <State title={t("int.tools.none")} />
          )
        }
      </Loaded>
    </Card>
  );
}

function Server({ of }: { of: ToolServer }) {
  const { speech } = useActions();
  const { t } = speech;
  return (
    <section aria-label={of.name}>
      <h3>
        <code>{of.name}</code> · {t(of.healthy ? "int.tools.healthy" : "int.tools.sick")}
      </h3>
      {of.misfits?.length ? (
        <div role="alert" className="tool-misfits">
          <p>{t("int.tools.misfits")}</p>
          <ul>
            {of.misfits.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {of.healthy ? <Tools server={of.name} tools={of.tools} /> : <p>{of.problem}</p>}
    </section>
  );
}

/** What a tool says of itself is shown as text and nothing else. */
function Tools({ server, tools }: { server: string; tools: OfferedTool[] }) {
  const { speech } = useActions();
  const { t } = speech;
  const client = useQueryClient();
  const accept = async (tool: OfferedTool) => {
    const { name, fingerprint } = tool;
    try {
      await call("POST", "/tool-acceptances", { server, tool: name, fingerprint });
      toast("done", t("int.tools.accepted.done", { name }));
    } catch (error) {
      toast("fault", errorWords(error, speech));
    }
    await client.invalidateQueries({ queryKey: toolServersQuery.queryKey });
  };
  return (
    <TableFrame label={`${t("int.tools")}: ${server}`}>
      <thead>
        <tr>
          <th scope="col">{t("int.tools.tool")}</th>
          <th scope="col">{t("int.tools.about")}</th>
          <th scope="col">{t("int.tools.state")}</th>
          <th scope="col">
            <span className="visually-hidden">{t("int.tools.accept")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tools.map((tool) => (
          <tr key={tool.name}>
            <th scope="row">
              <code>{tool.name}</code>
            </th>
            <td>{tool.description}</td>
            <td>{t(`int.tools.${tool.state}`)}</td>
            <td className="cell-do">
              {tool.state === "changed" ? (
                <Act
                  aria-label={`${t("int.tools.accept")}: ${tool.name}`}
                  onPress={() => void accept(tool)}
                >
                  {t("int.tools.accept")}
                </Act>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
