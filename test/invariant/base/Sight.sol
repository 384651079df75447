// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {Snapshot} from "../../../contracts/interfaces/IFuturesVenue.sol";
import {ILeveragedToken, Phase} from "../../../contracts/interfaces/ILeveragedToken.sol";

/// @notice A token as a test sees it at one moment, by what the venue says of its account and the token of its shares.
/// @param priced Whether the oracle gave a price; otherwise `shot` is empty.
/// @param supply {share} Minted and pending.
/// @param units {collateral} Equity, rounded down.
struct Sight {
    ILeveragedToken token;
    bytes32 market;
    Phase phase;
    bool paused;
    bool priced;
    bool failing;
    uint256 mintPpm;
    uint256 redeemPpm;
    uint256 rebalancedAt;
    Snapshot shot;
    uint256 supply;
    uint256 minted;
    uint256 virtualShares;
    uint256 unit;
    uint256 units;
    int256 target;
}

/// @title Sights
/// @notice Arithmetic on what is seen, written apart from the contracts' libraries.
library Sights {
    uint256 internal constant WAD = 1e18;

    /// @notice Whether the token trades at all now: a price, an open market, not settled.
    function isLive(Sight memory s) internal pure returns (bool) {
        return s.priced && !s.shot.halted && s.phase != Phase.Settled;
    }

    /// @notice Whether it counts as empty: less than a tenth of a cent, and shares that never stood for more.
    function isDust(Sight memory s) internal pure returns (bool) {
        return s.shot.equity < 0.001e18 && s.supply * s.unit < 0.001e18 * s.virtualShares;
    }

    /// @notice Whether equity is gone.
    function isWipedOut(Sight memory s) internal pure returns (bool) {
        return s.priced && s.phase != Phase.Settled && s.shot.equity < s.unit && !isDust(s);
    }

    /// @notice Whether a redeem closes the account instead of trading: equity is gone, from a fund of dust too, or less than
    /// closing the position costs.
    function isSpent(Sight memory s) internal pure returns (bool) {
        if (isWipedOut(s)) return true;
        return s.shot.size != 0 && s.units * s.unit <= cost(s, -s.shot.size);
    }

    /// @notice {usd} Unsigned notional of the position, WAD.
    function notional(Sight memory s) internal pure returns (uint256) {
        return (SignedMath.abs(s.shot.size) * s.shot.price) / WAD;
    }

    /// @notice {1} Unsigned real leverage, WAD; 0 without equity.
    function leverage(Sight memory s) internal pure returns (uint256) {
        return s.shot.equity == 0 ? 0 : (notional(s) * WAD) / s.shot.equity;
    }

    /// @notice {1} How far one unit of collateral moves leverage at most, WAD.
    function leverageStep(Sight memory s) internal pure returns (uint256) {
        uint256 units = s.units == 0 ? 1 : s.units;
        return (leverage(s) * 2) / units + 2;
    }

    /// @notice {usd} What `shares` are worth exactly, before cost and fee, WAD, rounded down.
    function worth(Sight memory s, uint256 shares) internal pure returns (uint256) {
        return (shares * (s.shot.equity + s.unit)) / (s.supply + s.virtualShares);
    }

    /// @notice {usd} What the venue must at least charge for `sizeDelta`: fee |n| + max(0, n (2K + n) / 2D), rounded down.
    function cost(Sight memory s, int256 sizeDelta) internal pure returns (uint256 charged) {
        uint256 traded = (SignedMath.abs(sizeDelta) * s.shot.price) / WAD;
        charged = (traded * s.shot.curve.fee) / WAD;
        if (s.shot.curve.depth == 0) return charged;
        int256 n = sizeDelta < 0 ? -int256(traded) : int256(traded);
        int256 product = n * (2 * s.shot.curve.skew + n);
        if (product > 0) charged += uint256(product) / (2 * s.shot.curve.depth);
    }
}
