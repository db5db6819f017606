/// The commands `drawbridge plan` and `drawbridge apply`: what would become of a tenant's records
/// if the tenant were put into use, by both systems as they are and by the rules by which records
/// cross. Nothing is written to a system here, and no rule of sync lives here: each record is put
/// before [drawbridge.sync.Sync]. Read [drawbridge.plan.PlanCommand] first, then `Planner`.
@NullMarked
@CheckReturnValue
package drawbridge.plan;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
