/// What both sandboxes stand on: records in memory, the ledger on disk, faults, the control plane
/// and deliveries that are sent at least once. Nothing here may know a field of Acme's or of the
/// app's: what tells them apart is a `Product`. Read `Door` first: every call comes in through it.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.world;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
