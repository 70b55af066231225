// The front end's side of the Jupyter protocol: ask on "shell", watch "iopub", know when a cell is over.
import { Dealer, Subscriber } from "zeromq";
import { type KernelCommand, launch, ownKernel, PORT_TAKEN } from "../kernel/launch";
import { type Content, decode, encode, type Header, type Message, newHeader } from "../kernel/wire";

export interface KernelOptions {
  /** The folder in which the cells run. */
  cwd: string;
  /** How to start the kernel; by default this package's own. */
  command?: KernelCommand;
}

export interface Kernel {
  /** The kernel's description of its language, for a notebook's metadata. */
  languageInfo: Content;
  pid: number;
  /** Called with all that the kernel publishes but its status: output, errors, prompt numbers. */
  onMessage: (message: Message) => void;
  /**
   * Asks, and resolves with the reply once all output has arrived.
   * Rejects if the kernel ends, or must be killed because `timeoutSeconds` are over.
   */
  request(type: string, content: Content, options?: RequestOptions): Promise<Content>;
  /** Runs one cell. */
  execute(code: string, options?: RequestOptions): Promise<Content>;
  /** Stops what runs; resolves once the kernel has taken it, so that it cannot reach the next cell. */
  interrupt(): Promise<void>;
  close(): Promise<void>;
}

export interface RequestOptions {
  timeoutSeconds?: number;
  /** Learns the id that this request's messages will name as their parent. */
  onSend?: (id: string) => void;
}

const startSeconds = 60;

/** Starts a kernel and waits until it answers; takes other ports when one was lost to somebody else. */
export async function startKernel(options: KernelOptions): Promise<Kernel> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (attempt === 3 || !PORT_TAKEN.test(String(error))) throw error;
    }
  }
}

async function startOnce({ cwd, command = ownKernel }: KernelOptions): Promise<Kernel> {
  const { connection, child, ended, forget, end } = await launch(cwd, command);
  const { key, ip } = connection;
  const session = newHeader("", "").msg_id;
  const framed = (header: Header, content: Content) =>
    encode(key, { identities: [], header, parent: {}, content });
  const shell = new Dealer({ linger: 0, reconnectInterval: 10 });
  const control = new Dealer({ linger: 0, reconnectInterval: 10 });
  const iopub = new Subscriber({ linger: 0, reconnectInterval: 10, receiveHighWaterMark: 0 });
  iopub.subscribe();
  shell.connect(`tcp://${ip}:${connection.shell_port}`);
  control.connect(`tcp://${ip}:${connection.control_port}`);
  iopub.connect(`tcp://${ip}:${connection.iopub_port}`);

  // a request is over when both its reply and its "idle" are here, in whichever order they came
  type Pending = { reply?: Content; idle?: boolean; done: (reply: Content) => void };
  const pending = new Map<string, Pending>();
  function note(id: string | undefined, news: Partial<Pending>): void {
    const request = pending.get(id ?? "");
    if (!request) return;
    Object.assign(request, news);
    if (request.reply && request.idle) request.done(request.reply);
  }

  async function receive(socket: Dealer | Subscriber, handle: (message: Message) => void): Promise<void> {
    for await (const frames of socket) handle(decode(key, frames));
  }
  const takeReply = ({ parent, content }: Message) => note(parent.msg_id, { reply: content });
  receive(shell, takeReply);
  receive(control, takeReply);
  receive(iopub, (message) => {
    const { header, parent, content } = message;
    if (header.msg_type !== "status") kernel.onMessage(message);
    else if (content.execution_state === "idle") note(parent.msg_id, { idle: true });
  });

  async function ask(
    socket: Dealer,
    type: string,
    content: Content,
    { timeoutSeconds, onSend }: RequestOptions = {},
  ): Promise<Content> {
    const header = newHeader(type, session);
    const answered = new Promise<Content>((done) => pending.set(header.msg_id, { done }));
    onSend?.(header.msg_id);
    await socket.send(framed(header, content));
    const answer = Promise.race([answered, ended]).finally(() => pending.delete(header.msg_id));
    return timeoutSeconds === undefined
      ? answer
      : within(timeoutSeconds, answer, () => child.kill("SIGKILL"));
  }

  const kernel: Kernel = {
    languageInfo: {},
    pid: child.pid ?? 0,
    onMessage() {},
    request: (type, content, options) => ask(shell, type, content, options),
    execute(code, options) {
      const flags = { silent: false, store_history: true, allow_stdin: false, stop_on_error: true };
      return kernel.request("execute_request", { code, ...flags }, options);
    },
    async interrupt() {
      await ask(control, "interrupt_request", {}).catch(() => {}); // the kernel has gone
    },
    async close() {
      await end();
      shell.close();
      control.close();
      iopub.close();
    },
  };

  // a kernel that is not ours may go on without its ports, deaf
  const endIfDeaf = (text: Buffer) => PORT_TAKEN.test(`${text}`) && child.kill("SIGKILL");
  child.stderr?.on("data", endIfDeaf);
  try {
    const { language_info } = await within(startSeconds, firstAnswer(kernel), () => child.kill("SIGKILL"));
    kernel.languageInfo = language_info;
    forget();
    return kernel;
  } catch (error) {
    await kernel.close();
    throw error;
  } finally {
    child.stderr?.off("data", endIfDeaf);
  }
}

// the subscription needs a moment to take hold: ask again until the "idle" of a question is heard
async function firstAnswer(kernel: Kernel): Promise<Content> {
  for (;;) {
    const info = kernel.request("kernel_info_request", {});
    info.catch(() => {}); // the next round hears of it too
    const soon = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 100));
    const reply = await Promise.race([info, soon]);
    if (reply) return reply;
  }
}

async function within<T>(seconds: number, task: Promise<T>, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not done after ${seconds} s`));
      giveUp();
    }, seconds * 1000);
  });
  task.catch(() => {}); // when it loses the race
  return Promise.race([task, limit]).finally(() => clearTimeout(timer));
}
