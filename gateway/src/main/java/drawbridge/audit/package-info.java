/// The drift audit: walks the lists of both systems of a tenant's flow, compares each record with
/// what the link holds of it, and tells what does not agree. Nothing here writes to a system or
/// decides: what would have to be done is asked of `sync`, and a repair is a change like any other,
/// appended to the journal. Read [drawbridge.audit.FlowPass] first, then `Judge`.
@NullMarked
@CheckReturnValue
package drawbridge.audit;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
