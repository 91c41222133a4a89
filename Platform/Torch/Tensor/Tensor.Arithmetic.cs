namespace TorchSharp;

public static partial class torch
{
    // Arithmetic, element by element, with broadcasting; an underscore means in place.
    public partial class Tensor
    {
        public Tensor abs() => Ops.abs.Call(this);

        public Tensor absolute() => Ops.absolute.Call(this);

        public Tensor abs_() => Ops.abs_.InPlace(this);

        public Tensor absolute_() => Ops.absolute_.InPlace(this);

        public Tensor add(Tensor target) => Ops.add_Tensor.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Ops.add_Tensor.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => Ops.add_Scalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Ops.add_Scalar.Call(this, scalar, alpha);

        public Tensor add_(Tensor target) => Ops.add__Tensor.InPlace(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Ops.add__Tensor.InPlace(this, target, alpha);

        public Tensor add_(Scalar scalar) => Ops.add__Scalar.InPlace(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Ops.add__Scalar.InPlace(this, scalar, alpha);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Ops.addcdiv.Call(this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcdiv_.InPlace(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Ops.addcdiv_.InPlace(this, tensor1, tensor2);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Ops.addcmul_.InPlace(this, tensor1, tensor2, value);

        public Tensor bitwise_and(Tensor other) => Ops.bitwise_and_Tensor.Call(this, other);

        public Tensor bitwise_and_(Tensor other) => Ops.bitwise_and__Tensor.InPlace(this, other);

        public Tensor bitwise_not() => Ops.bitwise_not.Call(this);

        public Tensor bitwise_not_() => Ops.bitwise_not_.InPlace(this);

        public Tensor bitwise_or(Tensor other) => Ops.bitwise_or_Tensor.Call(this, other);

        public Tensor bitwise_or_(Tensor other) => Ops.bitwise_or__Tensor.InPlace(this, other);

        public Tensor bitwise_xor(Tensor other) => Ops.bitwise_xor_Tensor.Call(this, other);

        public Tensor bitwise_xor_(Tensor other) => Ops.bitwise_xor__Tensor.InPlace(this, other);

        public Tensor bitwise_left_shift(Tensor other) => Ops.bitwise_left_shift_Tensor.Call(this, other);

        public Tensor bitwise_left_shift_(Tensor other) => Ops.bitwise_left_shift__Tensor.InPlace(this, other);

        public Tensor bitwise_right_shift(Tensor other) => Ops.bitwise_right_shift_Tensor.Call(this, other);

        public Tensor bitwise_right_shift_(Tensor other) => Ops.bitwise_right_shift__Tensor.InPlace(this, other);

        public Tensor ceil() => Ops.ceil.Call(this);

        public Tensor ceil_() => Ops.ceil_.InPlace(this);

        public Tensor conj() => Ops.conj.Call(this);

        public Tensor conj_physical() => Ops.conj_physical.Call(this);

        public Tensor conj_physical_() => Ops.conj_physical_.InPlace(this);

        public Tensor resolve_conj() => Ops.resolve_conj.Call(this);

        public Tensor resolve_neg() => Ops.resolve_neg.Call(this);

        public Tensor float_power(Tensor target) => Ops.float_power_Tensor_Tensor.Call(this, target);

        public Tensor float_power_(Tensor target) => Ops.float_power__Tensor.InPlace(this, target);

        public Tensor floor() => Ops.floor.Call(this);

        public Tensor floor_() => Ops.floor_.InPlace(this);

        public Tensor floor_divide(Tensor other) => Ops.floor_divide.Call(this, other);

        public Tensor floor_divide(Scalar other) => Ops.floor_divide_Scalar.Call(this, other);

        public Tensor floor_divide_(Tensor other) => Ops.floor_divide__Tensor.InPlace(this, other);

        public Tensor floor_divide_(Scalar other) => Ops.floor_divide__Scalar.InPlace(this, other);

        public Tensor fmod(Tensor target) => Ops.fmod_Tensor.Call(this, target);

        public Tensor fmod_(Tensor target) => Ops.fmod__Tensor.InPlace(this, target);

        public Tensor fmod(Scalar scalar) => Ops.fmod_Scalar.Call(this, scalar);

        public Tensor fmod_(Scalar scalar) => Ops.fmod__Scalar.InPlace(this, scalar);

        public Tensor frac() => Ops.frac.Call(this);

        public Tensor frac_() => Ops.frac_.InPlace(this);

        public (Tensor Mantissa, Tensor Exponent) frexp() => Ops.frexp_Tensor.Pair(this);

        public Tensor gcd(Tensor other) => Ops.gcd.Call(this, other);

        public Tensor gcd_(Tensor other) => Ops.gcd_.InPlace(this, other);

        public Tensor mul(Tensor target) => Ops.mul_Tensor.Call(this, target);

        public Tensor multiply(Tensor target) => Ops.multiply_Tensor.Call(this, target);

        public Tensor mul(Scalar target) => Ops.mul_Scalar.Call(this, target);

        public Tensor multiply(Scalar target) => Ops.multiply_Scalar.Call(this, target);

        public Tensor mul_(Tensor target) => Ops.mul__Tensor.InPlace(this, target);

        public Tensor mul_(Scalar target) => Ops.mul__Scalar.InPlace(this, target);

        public Tensor neg() => Ops.neg.Call(this);

        public Tensor negative() => Ops.negative.Call(this);

        public Tensor neg_() => Ops.neg_.InPlace(this);

        public Tensor pow(Tensor exponent) => Ops.pow_Tensor_Tensor.Call(this, exponent);

        public Tensor pow_(Tensor exponent) => Ops.pow__Tensor.InPlace(this, exponent);

        public Tensor pow(Scalar exponent) => Ops.pow_Tensor_Scalar.Call(this, exponent);

        public Tensor pow_(Scalar exponent) => Ops.pow__Scalar.InPlace(this, exponent);

        public Tensor reciprocal() => Ops.reciprocal.Call(this);

        public Tensor reciprocal_() => Ops.reciprocal_.InPlace(this);

        public Tensor remainder(Tensor target) => Ops.remainder_Tensor.Call(this, target);

        public Tensor remainder_(Tensor target) => Ops.remainder__Tensor.InPlace(this, target);

        public Tensor remainder(Scalar scalar) => Ops.remainder_Scalar.Call(this, scalar);

        public Tensor remainder_(Scalar scalar) => Ops.remainder__Scalar.InPlace(this, scalar);

        public Tensor rsqrt() => Ops.rsqrt.Call(this);

        public Tensor rsqrt_() => Ops.rsqrt_.InPlace(this);

        public Tensor square() => Ops.square.Call(this);

        public Tensor sqrt() => Ops.sqrt.Call(this);

        public Tensor sqrt_() => Ops.sqrt_.InPlace(this);

        public Tensor sign() => Ops.sign.Call(this);

        public Tensor sign_() => Ops.sign_.InPlace(this);

        public Tensor sgn() => Ops.sgn.Call(this);

        public Tensor sgn_() => Ops.sgn_.InPlace(this);

        public Tensor signbit() => Ops.signbit.Call(this);

        public Tensor sub(Tensor target) => Ops.sub_Tensor.Call(this, target);

        public Tensor sub(Scalar target) => Ops.sub_Scalar.Call(this, target);

        public Tensor subtract(Scalar target) => Ops.subtract_Scalar.Call(this, target);

        public Tensor subtract(Tensor target) => Ops.subtract_Tensor.Call(this, target);

        public Tensor subtract_(Scalar target) => Ops.subtract__Scalar.InPlace(this, target);

        public Tensor subtract_(Tensor target) => Ops.subtract__Tensor.InPlace(this, target);

        public Tensor sub_(Tensor target) => Ops.sub__Tensor.InPlace(this, target);

        public Tensor sub_(Scalar target) => Ops.sub__Scalar.InPlace(this, target);

        public Tensor true_divide(Tensor other) => Ops.true_divide_Tensor.Call(this, other);

        public Tensor true_divide(Scalar other) => Ops.true_divide_Scalar.Call(this, other);

        public Tensor true_divide_(Tensor other) => Ops.true_divide__Tensor.InPlace(this, other);

        public Tensor true_divide_(Scalar other) => Ops.true_divide__Scalar.InPlace(this, other);

        public Tensor trunc() => Ops.trunc.Call(this);

        public Tensor fix() => Ops.fix.Call(this);

        public Tensor trunc_() => Ops.trunc_.InPlace(this);

        public Tensor fix_() => Ops.fix_.InPlace(this);

        public Tensor copysign(Tensor other) => Ops.copysign_Tensor.Call(this, other);

        public Tensor copysign_(Tensor other) => Ops.copysign__Tensor.InPlace(this, other);

        public Tensor positive() => Ops.positive.Call(this);

        public Tensor heaviside(Tensor other) => Ops.heaviside.Call(this, other);

        public Tensor heaviside_(Tensor other) => Ops.heaviside_.InPlace(this, other);

        public Tensor lerp(Tensor end, Tensor weight) => Ops.lerp_Tensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Ops.lerp__Tensor.InPlace(this, end, weight);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Ops.clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Ops.clamp_Tensor.Call(this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => Ops.clip.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Ops.clamp_.InPlace(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Ops.clamp__Tensor.InPlace(this, min, max);

        public Tensor clamp_max(Scalar max) => Ops.clamp_max.Call(this, max);

        public Tensor clamp_max_(Scalar max) => Ops.clamp_max_.InPlace(this, max);

        public Tensor clamp_min(Scalar min) => Ops.clamp_min.Call(this, min);

        public Tensor clamp_min_(Scalar min) => Ops.clamp_min_.InPlace(this, min);

        public Tensor lcm(Tensor other) => Ops.lcm.Call(this, other);

        public Tensor lcm_(Tensor other) => Ops.lcm_.InPlace(this, other);

        public Tensor ldexp(Tensor other) => Ops.ldexp_Tensor.Call(this, other);

        public Tensor ldexp_(Tensor other) => Ops.ldexp_.InPlace(this, other);

        public Tensor maximum(Tensor other) => Ops.maximum.Call(this, other);

        public Tensor minimum(Tensor other) => Ops.minimum.Call(this, other);

        public Tensor fmax(Tensor other) => Ops.fmax.Call(this, other);

        public Tensor fmin(Tensor other) => Ops.fmin.Call(this, other);

        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) => Ops.nan_to_num.Call(this, nan, posinf, neginf);

        public Tensor nan_to_num_(double nan = 0d, double? posinf = null, double? neginf = null) => Ops.nan_to_num_.InPlace(this, nan, posinf, neginf);

        public Tensor nextafter(Tensor other) => Ops.nextafter.Call(this, other);

        public Tensor nextafter_(Tensor other) => Ops.nextafter_.InPlace(this, other);
    }
}
