using QuantConnect.Data.Consolidators;

namespace Common.Data.Consolidators;

/// <summary>Makes a bar of each amount of money traded.</summary>
public class DollarVolumeRenkoConsolidator(decimal barSize) : VolumeRenkoConsolidator(barSize)
{
    protected override decimal AdjustVolume(decimal volume, decimal price) => volume * price;
}
