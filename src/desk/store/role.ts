/** Who may do what at the desk: a viewer exports, an editor runs polls, an owner also says who works here. */
export const ROLES = ["viewer", "editor", "owner"] as const;

export type Role = (typeof ROLES)[number];

/** Each role may do all that the ones before it may. */
export const isAtLeast = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

export const roleNamed = (text: string | null): Role | undefined => ROLES.find((each) => each === text);
