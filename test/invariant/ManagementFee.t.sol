// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILeveragedToken} from "../../contracts/interfaces/ILeveragedToken.sol";
import {FeeMath} from "../../contracts/libraries/FeeMath.sol";
import {Fees} from "../../contracts/types/Token.sol";
import {ExactExp} from "./base/ExactExp.sol";
import {Invariant} from "./base/Invariant.sol";
import {TestSystem} from "./base/TestSystem.sol";
import {VM} from "./base/IVm.sol";

/// @notice Invariant 9: the management fee's part of a fund is `1 - exp(-rate t)` at most, whoever accrues it how often,
/// against an exponential of the tests' own.
contract ManagementFeeTest is TestSystem {
    address private constant HOLDER = address(0xA11CE);
    uint256 private constant CAP = 100_000;

    ILeveragedToken private _often;
    ILeveragedToken private _once;

    /// @dev Two tokens alike, at the cap, with a holder each.
    function setUp() external {
        deploySystem(6);
        provideLiquidity(address(0x11C), 50_000_000);
        addMarket("BTC", 50_000);
        addMarket("ETH", 3_000);
        _often = _fund(0);
        _once = _fund(1);
    }

    function testFuzz_OneStepTakesAtMostTheBoundAndNearlyThat(
        uint256 rate,
        uint256 elapsed,
        uint256 supply
    ) external pure {
        rate = rate % (CAP + 1);
        elapsed = elapsed % (10 * 365 days);
        supply = supply % 1e33;
        uint256 added = FeeMath.dilution(supply, rate, elapsed);
        uint256 growth = ExactExp.expUp((rate * elapsed * 1e24) / 365 days + 1);
        Invariant.atMost(9, "one step takes more than its bound", supply + added, (supply * growth) / 1e30);
        // Up to a year at the cap the series falls short by 2e-11 of the fund; beyond that by more.
        if (rate * elapsed > CAP * 365 days) return;
        uint256 least = (supply * (growth - 2e19)) / 1e30;
        Invariant.atMost(9, "one step takes too little", least, supply + added + supply / 1e17 + 2);
    }

    function testFuzz_ManyStepsOrOneDifferByLessThanAPartInABillion(uint256 seed, uint8 steps) external pure {
        uint256 count = 1 + (uint256(steps) % 100);
        (uint256 once, uint256 often, uint256 left) = (1e24, 1e24, 365 days);
        once += FeeMath.dilution(once, CAP, left);
        for (uint256 i = count; i > 0; --i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 step = i == 1 ? left : seed % ((2 * left) / i + 1);
            often += FeeMath.dilution(often, CAP, step);
            left -= step;
        }
        _requireClose(1e24, once, often);
    }

    /// @dev The same on real tokens: of one the fee is collected again and again, of the other at the end.
    function testFuzz_CollectingOftenTakesTheSame(uint256 seed, uint8 times) external {
        uint256 count = 1 + (uint256(times) % 12);
        uint256 supply = _often.effectiveSupply();
        uint256 step = 365 days / count;
        for (uint256 i = 1; i <= count; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            pass(i == count ? 365 days - (count - 1) * step : step);
            if (seed % 2 == 0) _often.collectFees();
        }
        _often.collectFees();
        _once.collectFees();
        _requireClose(supply, _often.totalSupply(), _once.totalSupply());
        uint256 growth = ExactExp.expUp(1e29 + 1);
        Invariant.atMost(9, "a year takes more than its bound", _often.totalSupply(), (supply * growth) / 1e30);
    }

    /// @dev {share} What is the collector's part of the whole, of 1e18, once and often.
    function _requireClose(uint256 before, uint256 once, uint256 often) private pure {
        uint256 partOnce = 1e18 - (before * 1e18) / once;
        uint256 partOften = 1e18 - (before * 1e18) / often;
        Invariant.near(9, "many steps or one", partOnce, partOften, 1e9);
    }

    function _fund(uint256 market) private returns (ILeveragedToken token) {
        token = addToken(markets[market].id, 1e18);
        factory.setFees(token, Fees(uint24(CAP), 1_000, 1_000));
        give(HOLDER, 1_000 * dollar, address(token));
        VM.prank(HOLDER);
        token.mint(900e18, HOLDER);
    }
}
