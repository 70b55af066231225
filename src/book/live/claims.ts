// The claims of the paper, for the page that asks for them: the rest of spin-ring/paper.
import { CLAIMS, claimLine, evaluateClaims } from "../../paper/index";

Object.assign(self, { claims: { CLAIMS, claimLine, evaluateClaims } });
