/// The frame that every screen stands in: the rail, the bars, the tenant scope, the state of the
/// connection, notices, and what two screens need. It knows no screen and nothing of the wire. Read
/// `Workbench` first, then `LinkViewModel`.
@CheckReturnValue
@NullMarked
package drawbridge.console.shell;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
