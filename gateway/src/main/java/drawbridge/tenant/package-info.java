/// The customers: their identity, connections, secrets and the activation of their mappings. No
/// rule of sync and no call to another system lives here. Read [drawbridge.tenant.TenantId] first.
@NullMarked
@CheckReturnValue
package drawbridge.tenant;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
