/// The engine: claim, read, decide, attempt, write, settle, retry, in doubt, breaker rule, budgets.
/// It is ordinary code over futures and four ports (`Journal`, `Remote`, `Clock`, `Dice`), starts
/// no thread and knows neither Vertx, nor SQL, nor HTTP; the verticles and the simulator run these
/// very classes. Read `Crossing` first, then [Journal].
@NullMarked
@CheckReturnValue
package drawbridge.crossing.engine;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
