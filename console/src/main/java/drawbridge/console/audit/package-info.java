/// Both systems of a tenant compared, from a terminal. Read [drawbridge.console.audit.AuditCommand]
/// first.
@NullMarked
@CheckReturnValue
package drawbridge.console.audit;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
