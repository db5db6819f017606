/// What the gateway is compared with: programs written by hand, with no rules, each a process of
/// its own. They must be as fast as can be without being less durable. Read [Front] first.
@NullMarked
@CheckReturnValue
package drawbridge.bench.baseline;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
