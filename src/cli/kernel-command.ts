// spin-ring kernel: registers the notebooks' kernel for the user, so that VS Code and every Jupyter see it.
import { Command } from "commander";
import {
  checkout,
  KERNELSPEC,
  type Registration,
  register,
  specFolder,
  unregister,
} from "../kernel/kernelspec";
import { KERNEL_PEERS, needPeers } from "./peers";

export function kernelCommand(): Command {
  const command = new Command("kernel")
    .description("register the notebooks' kernel for you, without Python, or undo that")
    .addHelpText(
      "after",
      `
The kernel is registered under the name ${KERNELSPEC.name}, which the notebooks ask for, in your Jupyter data
folder (JUPYTER_DATA_DIR names another). It starts the kernel of this checkout: install it again after moving
the checkout or removing the Node it was installed with. npm run lab needs none of this.`,
    );
  command.command("install").description("register the kernel of this checkout").action(install);
  command.command("uninstall").description("remove what install has registered").action(uninstall);
  return command;
}

function install(): void {
  needPeers("kernel", KERNEL_PEERS);
  const before = register();
  console.log(`installed the kernel "${KERNELSPEC.display_name}" in ${specFolder()}`);
  if (before && before.checkout !== checkout) console.log(`it replaces the one of ${whose(before)}`);
  console.log("spin-ring kernel uninstall removes it");
}

function uninstall(): void {
  const before = unregister();
  if (!before) console.log(`there is no kernel in ${specFolder()}: nothing to remove`);
  else if (before.checkout === checkout) console.log(`removed ${before.folder}`);
  else console.log(`removed ${before.folder}, the kernel of ${whose(before)}`);
}

const whose = ({ checkout, works }: Registration): string =>
  works ? checkout : `${checkout}, which no longer works`;
