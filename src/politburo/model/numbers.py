"""Elementary functions made of sums, products, quotients and square roots alone: the same digits on every processor.

Libraries pick another exponential on another processor, and a last bit can decide a vote. Errors are below 2e-15 of the value; tests
hold them to Python's own functions.
"""

import cython

if not cython.compiled:
    from math import copysign, fabs, frexp, ldexp, sqrt

    from politburo.model.records import Reals


def exponent_of(x: float) -> int:
    """The whole number e for which x / 2**e lies between 1 and 2; x > 0."""
    if cython.compiled:
        return exponent_bits(x)
    return frexp(x)[1] - 1


def power_of_two(e: int) -> float:
    """2**e, -1022 <= e <= 1023."""
    if cython.compiled:
        return from_exponent_bits(e)
    return ldexp(1.0, e)


def power_of_whole(k: float) -> float:
    """2**k for a whole number k, -1022 <= k <= 1023."""
    if cython.compiled:
        return from_whole_exponent(k)
    return ldexp(1.0, int(k))


def exponential(x: float) -> float:
    """e to the power x; bounds -700 and 700. After fdlibm (Sun Microsystems, 1993)."""
    if fabs(x) > 700.0:
        x = copysign(700.0, x)
    k = (x * 1.44269504088896338700 + 6755399441055744.0) - 6755399441055744.0  # the nearest whole number
    r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10
    t = r * r
    c = r - t * (
        1.66666666666666019037e-01
        + t
        * (
            -2.77777777770155933842e-03
            + t
            * (
                6.61375632143793436117e-05
                + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08)
            )
        )
    )
    y = 1.0 - ((r * c) / (c - 2.0) - r)
    return y * power_of_whole(k)


def logarithm(x: float) -> float:
    """Natural logarithm of x > 0. After fdlibm (Sun Microsystems, 1993)."""
    e = exponent_of(x)
    m = x * power_of_two(-e)
    if m > 1.41421356237309514547:
        m = m * 0.5
        e = e + 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    a = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    b = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half = 0.5 * f * f
    return e * 6.93147180369123816490e-01 - (
        (half - (s * (half + a + b) + e * 1.90821492927058770002e-10)) - f
    )


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + exponential(-x))


def sigmoids(values: Reals, extra: float, count: int, out: Reals) -> None:
    """The `sigmoid` of each of so many values + `extra`, into `out` [count]; a processor works out several at once."""
    for n in range(count):
        out[n] = sigmoid(values[n] + extra)


def log_sigmoid(x: float) -> float:
    """Logarithm of the sigmoid."""
    if x >= 0:
        return -logarithm(1.0 + exponential(-x))
    return x - logarithm(1.0 + exponential(x))


def square_root(x: float) -> float:
    """Square root; 0 for what is not positive."""
    return sqrt(x) if x > 0 else 0.0


def normal_quantile(p: float) -> float:
    """The standard normal number below which a share p lies, 0 < p < 1 (Wichura 1988, algorithm AS 241)."""
    return central_quantile(p - 0.5) if is_central(p - 0.5) else outer_quantile(p)


def is_central(q: float) -> bool:
    """Whether `central_quantile` holds for the share q + 0.5."""
    return fabs(q) < 0.425


def central_quantile(q: float) -> float:
    """The normal quantile of q + 0.5 in the middle of the distribution."""
    r = 0.180625 - q * q
    return (
        q
        * (
            (
                (
                    (
                        (
                            (
                                (2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r
                                + 6.7265770927008700853e4
                            )
                            * r
                            + 4.5921953931549871457e4
                        )
                        * r
                        + 1.3731693765509461125e4
                    )
                    * r
                    + 1.9715909503065514427e3
                )
                * r
                + 1.3314166789178437745e2
            )
            * r
            + 3.3871328727963666080e0
        )
        / (
            (
                (
                    (
                        (
                            (
                                (5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r
                                + 3.9307895800092710610e4
                            )
                            * r
                            + 2.1213794301586595867e4
                        )
                        * r
                        + 5.3941960214247511077e3
                    )
                    * r
                    + 6.8718700749205790830e2
                )
                * r
                + 4.2313330701600911252e1
            )
            * r
            + 1.0
        )
    )


def outer_quantile(p: float) -> float:
    """The normal quantile of p towards the ends of the distribution."""
    q = p - 0.5
    r = sqrt(-logarithm(p if q < 0 else 1.0 - p))
    if r <= 5.0:
        r = r - 1.6
        x = (
            (
                (
                    (
                        (
                            (
                                (7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r
                                + 2.41780725177450611770e-1
                            )
                            * r
                            + 1.27045825245236838258e0
                        )
                        * r
                        + 3.64784832476320460504e0
                    )
                    * r
                    + 5.76949722146069140550e0
                )
                * r
                + 4.63033784615654529590e0
            )
            * r
            + 1.42343711074968357734e0
        ) / (
            (
                (
                    (
                        (
                            (
                                (1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r
                                + 1.51986665636164571966e-2
                            )
                            * r
                            + 1.48103976427480074590e-1
                        )
                        * r
                        + 6.89767334985100004550e-1
                    )
                    * r
                    + 1.67638483018380384940e0
                )
                * r
                + 2.05319162663775882187e0
            )
            * r
            + 1.0
        )
    else:
        r = r - 5.0
        x = (
            (
                (
                    (
                        (
                            (
                                (2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r
                                + 1.24266094738807843860e-3
                            )
                            * r
                            + 2.65321895265761230930e-2
                        )
                        * r
                        + 2.96560571828504891230e-1
                    )
                    * r
                    + 1.78482653991729133580e0
                )
                * r
                + 5.46378491116411436990e0
            )
            * r
            + 6.65790464350110377720e0
        ) / (
            (
                (
                    (
                        (
                            (
                                (2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r
                                + 1.84631831751005468180e-5
                            )
                            * r
                            + 7.86869131145613259100e-4
                        )
                        * r
                        + 1.48753612908506148525e-2
                    )
                    * r
                    + 1.36929880922735805310e-1
                )
                * r
                + 5.99832206555887937690e-1
            )
            * r
            + 1.0
        )
    return -x if q < 0 else x


def normal_share(x: float) -> float:
    """The share of a standard normal below x (Hart 1968, in the form of West 2005)."""
    a = -x if x < 0 else x
    if a > 37.0:
        return 0.0 if x < 0 else 1.0
    e = exponential(-a * a / 2.0)
    if a < 7.07106781186547:
        n = (
            (
                (
                    ((3.52624965998911e-02 * a + 0.700383064443688) * a + 6.37396220353165) * a
                    + 33.912866078383
                )
                * a
                + 112.079291497871
            )
            * a
            + 221.213596169931
        ) * a + 220.206867912376
        d = (
            (
                (
                    (
                        ((8.83883476483184e-02 * a + 1.75566716318264) * a + 16.064177579207) * a
                        + 86.7807322029461
                    )
                    * a
                    + 296.564248779674
                )
                * a
                + 637.333633378831
            )
            * a
            + 793.826512519948
        ) * a + 440.413735824752
        c = e * n / d
    else:
        c = e / (a + 1.0 / (a + 2.0 / (a + 3.0 / (a + 4.0 / (a + 0.65))))) / 2.506628274631
    return c if x < 0 else 1.0 - c


def nearest_whole(x: float) -> float:
    """The nearest whole number, halves to the even one; x within 2**51 of 0.

    Beyond 2**52 double precision has no fractions: adding 1.5 x 2**52 rounds x to a whole number, and nothing is lost by taking it
    away again.
    """
    return (x + 6755399441055744.0) - 6755399441055744.0


def whole(x: float) -> int:
    """The whole number nearest to x, as one."""
    return cython.cast(cython.longlong, nearest_whole(x))


def whole_part(x: float) -> int:
    """x without its fraction, as a whole number."""
    return cython.cast(cython.longlong, x)


def between(x: float, least: float, most: float) -> float:
    """x, or the bound that it passes."""
    return min(max(x, least), most)
