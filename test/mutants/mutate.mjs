// A file of src/ with all its mutants in it: __m(k) says whether the k-th is in force. What can change no number is
// left alone: types, what is thrown, texts.
import { parseAst } from "vite";

const SWAPS = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "**": "*",
  "&": "|",
  "|": "&",
  "<<": ">>",
  ">>": "<<",
  ">>>": "<<",
};
const OPPOSITES = { "<": ">=", ">=": "<", ">": "<=", "<=": ">", "===": "!==", "!==": "===" };
const ASSIGNMENTS = { "+=": ["-=", "="], "-=": ["+=", "="], "*=": ["/=", "="], "/=": ["*=", "="] };
const FUNCTIONS = {
  max: "min",
  min: "max",
  floor: "ceil",
  ceil: "floor",
  cos: "sin",
  sin: "cos",
  every: "some",
  some: "every",
};

/** What a number becomes: a count one more, a threshold ten thousand times looser. */
function otherNumber(value) {
  if (Number.isInteger(value) && value < 10) return value + 1;
  return value >= 0.01 && value <= 100 ? value * 1.5 : value * 1e4;
}

/** What else could stand where a node stands, as text. */
function alternatives(node, text) {
  const of = (part) => text(part.start, part.end);
  switch (node.type) {
    case "Literal":
      if (typeof node.value === "number") return [String(otherNumber(node.value))];
      return typeof node.value === "boolean" ? [String(!node.value)] : [];
    case "BinaryExpression": {
      const [left, right] = [of(node.left), of(node.right)];
      if (OPPOSITES[node.operator]) return [`(${left}) ${OPPOSITES[node.operator]} (${right})`];
      if (!SWAPS[node.operator]) return [];
      return [`(${left}) ${SWAPS[node.operator]} (${right})`, left];
    }
    case "LogicalExpression": {
      const [left, right] = [of(node.left), of(node.right)];
      if (node.operator === "??") return [right];
      return [left, right];
    }
    case "ConditionalExpression":
      return [of(node.consequent), of(node.alternate)];
    case "UnaryExpression":
      return node.operator === "-" && node.argument.type !== "Literal"
        ? [of(node.argument)]
        : node.operator === "!"
          ? [of(node.argument)]
          : [];
    case "CallExpression": {
      const { callee, arguments: given } = node;
      if (callee.type !== "MemberExpression" || callee.computed) return [];
      const name = callee.property.name;
      const results = [];
      if (of(callee.object) === "Math" && given.length > 0 && ["abs", "sqrt", "sign", "round"].includes(name))
        results.push(of(given[0]));
      if (FUNCTIONS[name])
        results.push(`${of(callee.object)}.${FUNCTIONS[name]}${text(callee.end, node.end)}`);
      return results;
    }
    case "AssignmentExpression":
      return (ASSIGNMENTS[node.operator] ?? []).map(
        (operator) => `${of(node.left)} ${operator} ${of(node.right)}`,
      );
    default:
      return [];
  }
}

const isCondition = (node, parent) =>
  parent &&
  ((["IfStatement", "ConditionalExpression"].includes(parent.type) && parent.test === node) ||
    (/^(For|While)Statement$/.test(parent.type) && parent.test === node));

/** Nodes in which nothing is changed. */
const untouched = (node) =>
  node.type === "ThrowStatement" ||
  node.type === "TemplateLiteral" ||
  /^(Import|ExportAll)/.test(node.type) ||
  (node.type === "NewExpression" && /Error$/.test(node.callee.name ?? "")) ||
  (node.type.startsWith("TS") &&
    !["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"].includes(node.type));

function childrenOf(node) {
  const found = [];
  for (const [key, value] of Object.entries(node)) {
    if (
      ["typeAnnotation", "typeArguments", "typeParameters", "returnType", "key", "id", "label"].includes(key)
    )
      continue;
    if (node.type === "MemberExpression" && key === "property" && !node.computed) continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child.type === "string" && typeof child.start === "number")
        found.push({ child, key });
    }
  }
  return found.sort((a, b) => a.child.start - b.child.start);
}

/** @returns {{ text: string, mutants: { id: number, line: number, inside: string, from: string, to: string }[] }} */
export function mutate(source, first = 0) {
  const mutants = [];
  const text = (from, to) => source.slice(from, to);
  const lineOf = (at) => source.slice(0, at).split("\n").length;
  const short = (code) => code.replace(/\s+/g, " ").trim();
  let inside = "";
  const add = (node, from, to) => {
    mutants.push({
      id: first + mutants.length,
      line: lineOf(node.start),
      inside,
      from: short(from),
      to: short(to),
    });
    return first + mutants.length - 1;
  };

  function render(node, parent, key) {
    if (untouched(node)) return text(node.start, node.end);
    const outer = inside;
    const name = node.id?.name;
    if (name && (/Function/.test(node.type) || (node.type === "VariableDeclarator" && !outer))) inside = name;
    let out = "";
    let at = node.start;
    for (const { child, key: place } of childrenOf(node)) {
      if (child.start < at) continue; // a shorthand property: key and value are one
      out += text(at, child.start) + render(child, node, place);
      at = child.end;
    }
    out += text(at, node.end);
    out = wrap(node, parent, key, out);
    inside = outer;
    return out;
  }

  function wrap(node, parent, key, out) {
    if (node.type === "ExpressionStatement" && !node.directive) {
      return `{ if (!__m(${add(node, text(node.start, node.end), "nothing")})) { ${out} } }`;
    }
    const target = key === "left" && /^(Assignment|For(Of|In))/.test(parent.type);
    if (
      target ||
      ["Property", "params", "param"].includes(key) ||
      (key === "argument" && parent.type === "UpdateExpression")
    )
      return out;
    const others = alternatives(node, text).map((other) => [text(node.start, node.end), other]);
    if (isCondition(node, parent)) {
      if (node.type !== "Literal") others.push([`if ${text(node.start, node.end)}`, "false"]);
      if (parent.type === "IfStatement") others.push([`if ${text(node.start, node.end)}`, "true"]);
    }
    if (key === "right" && parent.type === "ForOfStatement")
      others.push([`of ${text(node.start, node.end)}`, "[]"]);
    if (others.length === 0) return out;
    const choices = others.map(([from, to]) => `__m(${add(node, from, to)}) ? (${to}) : `);
    return `(${choices.join("")}(${out}))`;
  }

  const program = parseAst(source, { lang: "ts" });
  return { text: render({ ...program, start: 0, end: source.length }), mutants };
}
