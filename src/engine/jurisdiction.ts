import { DurableObject } from "cloudflare:workers";

/** Where Cloudflare can be held to keep and run objects: https://developers.cloudflare.com/durable-objects/reference/data-location/ */
const JURISDICTIONS = ["eu", "fedramp"] as const;
type Jurisdiction = (typeof JURISDICTIONS)[number];

/** Every class of ours, by its binding: all hold ballots, counters, or who may change either. */
export const NAMESPACES = ["REGISTRY", "LEDGER", "BALLOT_BOX", "GALLERY", "STAFF", "DOORKEEPER"] as const;
type Namespaces = Pick<Env, (typeof NAMESPACES)[number]>;

/** The jurisdiction that a deployment sets; nothing where objects may be anywhere. Throws where the word is none of them. */
export function jurisdictionOf(setting: string | undefined): Jurisdiction | undefined {
  if (!setting) return undefined;
  const found = JURISDICTIONS.find((each) => each === setting);
  if (!found) throw new Error(`JURISDICTION must be empty or one of ${JURISDICTIONS.join(", ")}, and is "${setting}"`);
  return found;
}

const placed = new WeakMap<object, Env>();

/**
 * The bindings with every namespace inside the deployment's jurisdiction: whoever asks an object by its name in these asks
 * the one that is there. In a jurisdiction the same name is another object, so all of Sawt asks in these, or none.
 */
export function inJurisdiction(env: Env): Env {
  const jurisdiction = jurisdictionOf(env.JURISDICTION);
  if (!jurisdiction) return env;
  const known = placed.get(env);
  if (known) return known;
  const within: Namespaces = {
    REGISTRY: env.REGISTRY.jurisdiction(jurisdiction),
    LEDGER: env.LEDGER.jurisdiction(jurisdiction),
    BALLOT_BOX: env.BALLOT_BOX.jurisdiction(jurisdiction),
    GALLERY: env.GALLERY.jurisdiction(jurisdiction),
    STAFF: env.STAFF.jurisdiction(jurisdiction),
    DOORKEEPER: env.DOORKEEPER.jurisdiction(jurisdiction),
  };
  const all = { ...env, ...within };
  placed.set(env, all);
  return all;
}

/** A Durable Object that asks the others where the deployment keeps them. */
export abstract class PlacedObject extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, inJurisdiction(env));
  }
}
