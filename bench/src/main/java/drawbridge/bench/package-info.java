/// The bench: runs the gateway and two baselines as processes of their own over one PostgreSQL,
/// plays both systems from one process, and tells how they compare. Nothing of the gateway's code
/// is in here: what is measured is what is shipped. Read [Bench] first, then [BenchRun].
@NullMarked
@CheckReturnValue
package drawbridge.bench;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
