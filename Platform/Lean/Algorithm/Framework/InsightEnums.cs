namespace QuantConnect.Algorithm.Framework.Alphas;

public enum InsightDirection { Down = -1, Flat = 0, Up = 1 }

public enum InsightType { Price, Volatility }
